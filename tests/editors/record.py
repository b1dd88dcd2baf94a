"""Records what Neovim and the language server say to each other, for `test_neovim.py`.

Run as `python tests/editors/record.py`. Needs `nvim` 0.11 or later on the path. The server stands behind this file,
which notes every message on its way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import IO, Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from mini_site import fresh_site, subprocess_environment  # noqa: E402

RECORDING = HERE / "neovim.jsonl"
ROOT = "file:///site"
"""What stands for the folder of the site in a recording."""


def read_message(stream: IO[bytes]) -> dict[str, Any] | None:
    """The next message of a stream; `None` at its end."""
    length = 0
    while (header := stream.readline().strip()) != b"":
        if header.lower().startswith(b"content-length:"):
            length = int(header.split(b":")[1])
    message: dict[str, Any] = json.loads(stream.read(length)) if length else None  # type: ignore[assignment]
    return message


def write_message(stream: IO[bytes], message: dict[str, Any]) -> None:
    body = json.dumps(message, ensure_ascii=False).encode()
    stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    stream.flush()


def start_server(root: Path) -> subprocess.Popen[bytes]:
    program = Path(sys.executable).with_name("counterside")
    command = [program, "lsp", "--root", root]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=subprocess_environment())


def stand_between(root: Path, log: Path) -> None:
    """Pass messages on between an editor on this process's stdin and stdout and a server, and note each."""
    server = start_server(root)
    assert server.stdin is not None
    assert server.stdout is not None
    with log.open("a", encoding="utf-8") as notes:

        def pass_on(speaker: str, source: IO[bytes], target: IO[bytes]) -> None:
            while (message := read_message(source)) is not None:
                said = json.dumps({speaker: message}, ensure_ascii=False).replace(root.as_uri(), ROOT)
                notes.write(said.replace(str(root), "/site") + "\n")
                notes.flush()
                write_message(target, message)

        editor = Thread(target=pass_on, args=("editor", sys.stdin.buffer, server.stdin), daemon=True)
        editor.start()
        pass_on("server", server.stdout, sys.stdout.buffer)


def record() -> None:
    """Run the session in Neovim, and keep what was said."""
    with tempfile.TemporaryDirectory() as folder:
        site, log = fresh_site(Path(folder) / "site"), Path(folder) / "log.jsonl"
        env = {**os.environ, "SERVER": f"{sys.executable} {Path(__file__).resolve()} {site} {log}"}
        command = ["nvim", "--headless", "--clean", "-c", f"luafile {HERE / 'session.lua'}"]
        done = subprocess.run(command, cwd=site, env=env, timeout=200, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        RECORDING.write_text(log.read_text("utf-8"), encoding="utf-8", newline="\n")
    print(f"{RECORDING}: {len(RECORDING.read_text('utf-8').splitlines())} messages\n{done.stderr}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        stand_between(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        record()
