"""`python tests/several.py ROOT …`: what `check` says about some sites when it divides into three processes, however
few the files are. A list of texts as JSON. It is run by itself: a process with threads does not divide."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from counterside import pipeline, workers
from counterside.loader import ahead
from mini_site import said


def main(roots: list[str]) -> None:
    ahead.MANY = pipeline._MANY = pipeline._MANY_LEAVES = 1
    workers.hands = lambda: 3
    json.dump([said(Path(root)) for root in roots], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
