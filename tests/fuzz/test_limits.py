"""No file within the limits costs more than 2 seconds or 300 MB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mini_site
from counterside.check import check_project
from counterside.content.yaml_reader import MAX_BYTES

# Repeated until a file is as large as a file may be: what has brought down readers of YAML before.
MONSTERS = {
    "open-lists": "[\n",
    "open-lists-in-a-line": "[",
    "open-groups": "{a: ",
    "complex-keys": "? ",
    "complex-keys-below": "?\n",
    "dashes": "- ",
    "dashes-below": "-\n",
    "colons": ": ",
    "tabs": "\t",
    "tab-lines": "\t\n",
    "invisible": "\u200b",
    "carriage-returns": "\r",
    "blanks": " ",
    "letters": "a",
    "han": "不",
    "same-key": "title: a\n",
    "nothing": "a:\n",
    "words": "a ",
    "ticks": "`a",
    "stars": "a: **a\n",
    "quotes": '"',
    "escapes": '"\\u202e',
    "folded": "a: >\n  b\n",
    "anchors": "- &a\n",
    "aliases": "- *a\n",
    "documents": "---\n",
    "directives": "%YAML 1.2\n",
    "texts": "- zh: 不\n  en: a\n",
    "texts-at-odds": "- en: 1,2\n  zh: 不,不\n",
    "commas": "title: {zh: 不,不,不,不",
    "links": "- '[a](symptom:a)'\n",
}
COUNTED = {
    "unknown-keys": "k{0}: v\n",
    "unknown-languages": "  l{0}: v\n",
    "steps": "  - id: s{0}\n    do:\n      zh: 不\n      en: a\n    not_seen: resolution:r{0}\n",
}
SPOILT = ("title", "steps", "  - id", "minutes", "sources", "objective", "  zh")
HEADS = {"steps": "steps:\n", "unknown-languages": "title:\n"}

RUN = """
import json, resource, sys, time
from pathlib import Path

from counterside.check import check_project

root, file = Path(sys.argv[1]), Path(sys.argv[2])
check_project(root)
found = {}
for path in sorted(Path(sys.argv[3]).iterdir()):
    file.write_bytes(path.read_bytes())
    started = time.process_time()
    checked = check_project(root)
    found[path.name] = [time.process_time() - started, len(checked.problems)]
own = Path("/proc/self/status")  # what getrusage says there counts the process that started this one, too
if own.exists():
    kib = next(line.split()[1] for line in own.read_text().splitlines() if line.startswith("VmHWM:"))
    peak = int(kib) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([found, peak]))
"""


def monsters() -> dict[str, bytes]:
    found = {name: (part * (MAX_BYTES // len(part.encode()))).encode() for name, part in MONSTERS.items()}
    for name, part in COUNTED.items():
        text = HEADS.get(name, "") + "".join(part.format(index) for index in range(MAX_BYTES // len(part) - 1))
        found[name] = text.encode()[:MAX_BYTES].rpartition(b"\n")[0] + b"\n"
    return found


IS_WHOLE = "FUZZ_EXAMPLES" in os.environ
"""Every monster as a file of its own kind and another's; otherwise only those that have cost the most."""
COSTLY = (
    "open-lists", "complex-keys", "dashes", "texts-at-odds", "unknown-keys", "unknown-languages", "steps", "words",
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not say how much memory a program took")
@pytest.mark.parametrize("file", ["symptoms/flap-stuck.yml", "glossary.yml"])  # a record, and a list of them
def test_monsters(site: Path, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "monsters"
    folder.mkdir()
    for name, content in monsters().items():
        if content.startswith((b"-", b"[")) != (file == "glossary.yml") or not (IS_WHOLE or name in COSTLY):
            continue
        assert len(content) <= MAX_BYTES
        (folder / name).write_bytes(content)
    command = [sys.executable, "-c", RUN, str(site), str(site / "checklists" / file), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(mini_site.PROJECT / "hooks")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    found, memory = json.loads(done.stdout)
    assert {name: seconds for name, (seconds, _) in found.items() if seconds > 2} == {}
    assert [name for name, (_, problems) in found.items() if not problems] == []
    assert memory < 300e6


def test_many_broken_records_end_soon(site: Path) -> None:
    """10,000 in a minute of the processor's time (`make fuzz`), fewer in their share: each has a misspelled key."""
    count = 10_000 if IS_WHOLE else 500
    folder = site / "checklists" / "symptoms"
    text = (folder / "flap-stuck.yml").read_text("utf-8")
    for number in range(count):
        word = SPOILT[number % len(SPOILT)]
        (folder / f"broken-{number}.yml").write_text(text.replace(f"{word}:", f"{word}x:"), encoding="utf-8")
    started = time.process_time()
    found = check_project(site).problems
    assert time.process_time() - started < 60 * count / 10_000 + 3
    assert {f"broken-{number}.yml" for number in range(count)} <= {Path(one.path).name for one in found}
