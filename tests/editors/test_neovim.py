"""An editor of another maker: what Neovim said to the language server in a session is said again, and answered alike.

`record.py` made the recording with Neovim 0.11, set up as docs/contribute/ says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from editors.record import RECORDING, ROOT, read_message, start_server, write_message
from mini_site import fresh_site

MESSAGES = [json.loads(line) for line in RECORDING.read_text("utf-8").splitlines()]
ASKED = (
    "textDocument/codeAction",
    "textDocument/completion",
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/rename",
    "textDocument/documentSymbol",
)


def what_of(message: dict[str, Any]) -> str:
    """What a message is: an answer by its number, or what is told by its name."""
    return str(message.get("method", message.get("id")))


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each recorded message of the server, and what the server of today says in its place."""
    root = fresh_site(tmp_path_factory.mktemp("neovim") / "site")
    found: list[tuple[dict[str, Any], dict[str, Any]]] = []
    waiting: list[dict[str, Any]] = []
    with start_server(root) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for message in MESSAGES:
            if "editor" in message:
                write_message(server.stdin, place(message["editor"], root))
                continue
            wanted = what_of(message["server"])
            while not any(what_of(one) == wanted for one in waiting):
                said = read_message(server.stdout)
                assert said is not None, f"nothing came for {wanted}"
                waiting.append(said)
            at = next(number for number, one in enumerate(waiting) if what_of(one) == wanted)
            found.append((message["server"], unplace(waiting.pop(at), root)))
        server.kill()
    return found


def place(message: dict[str, Any], root: Path) -> dict[str, Any]:
    """A recorded message about the site at `root`."""
    text = json.dumps(message).replace(ROOT, root.as_uri()).replace('"/site', f'"{root}')
    changed: dict[str, Any] = json.loads(text)
    if changed.get("method") == "initialize":
        changed["params"]["processId"] = None  # the Neovim of that day
    return changed


def unplace(message: dict[str, Any], root: Path) -> dict[str, Any]:
    text = json.dumps(message, ensure_ascii=False).replace(root.as_uri(), ROOT).replace(str(root), "/site")
    changed: dict[str, Any] = json.loads(text)
    return changed


def strip_wording(value: Any) -> Any:
    """A message without the words of problems and the whole texts of files: other tests say what they are."""
    if isinstance(value, dict):
        left = {key: each for key, each in value.items() if key not in ("message", "data")}
        return {key: strip_wording(each) for key, each in left.items() if "\n" not in str(each) or key != "newText"}
    return [strip_wording(each) for each in value] if isinstance(value, list) else value


def test_the_session_used_everything_that_the_server_offers() -> None:
    said = [message["editor"].get("method") for message in MESSAGES if "editor" in message]
    assert [method for method in ASKED if method not in said] == []


def test_every_message_is_answered_as_it_was(answered: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert len(answered) > len(ASKED)
    for recorded, now in answered:
        assert strip_wording(now) == strip_wording(recorded)


def test_a_lost_letter_is_told_and_gone_after_the_quick_fix(
    answered: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    told = [now["params"]["diagnostics"] for _, now in answered if "diagnostics" in now.get("params", {})]
    assert [[problem["code"] for problem in problems] for problems in told] == [[], ["CS202"], []]
