"""The table of the proof: a row a rule, kept in RESULTS.md, so that a run that was stopped keeps what it saw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mutation.breaks import Outcome

HEAD = """# The proof by mutation

Written by `make mutate`, a row as soon as its rule is done. Each place that a rule guards in the project's own records
is broken by itself, and the rule must tell of it at the right file and line. Beside it, every text that a rule of
wording looks at says a legal sentence near the border, all of them in turn; what the rule then says anywhere is a false
alarm. The breakers are in `breaks/`, the sentences in `tests/rules/controls/`.

| code | rule | places broken | told | score | legal sentences | false alarms |
|---|---|---:|---:|---:|---:|---:|
"""
IDLE = """
## What nothing tells

Taken away, no rule says anything, for the reason given. These are in no row above.

"""
_IDLE = re.compile(r"^- (CS\d{3}): (.*)$", re.MULTILINE)
_ROW = re.compile(r"^\| (CS\d{3}) \| [\w-]* \| (\d+) \| (\d+) \| [^|]* \| (\d*) \| (\d*) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """What came of a rule: places broken and told, sentences and false alarms, the lines about what failed, and about
    what need not be told."""

    code: str
    broken: int = 0
    told: int = 0
    sentences: int = 0
    alarms: int = 0
    faults: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()

    @classmethod
    def of_break(cls, code: str, outcome: Outcome) -> Row:
        return cls(code, outcome.places, outcome.places - outcome.silent, faults=outcome.missed, idle=outcome.idle)

    @classmethod
    def of_control(cls, code: str, alarms: list[str]) -> Row:
        return cls(code, sentences=1, alarms=int(bool(alarms)), faults=tuple(alarms))

    def __add__(self, other: Row) -> Row:
        return Row(
            self.code,
            self.broken + other.broken,
            self.told + other.told,
            self.sentences + other.sentences,
            self.alarms + other.alarms,
            (*self.faults, *other.faults),
            (*self.idle, *other.idle),
        )

    @property
    def is_proved(self) -> bool:
        """Whether there were places, all of them were told, and no legal sentence was."""
        return 0 < self.broken == self.told and not self.alarms

    @property
    def score(self) -> str:
        """Per cent told; never rounded up to 100."""
        if not self.broken:
            return "none"
        return "100 %" if self.told == self.broken else f"{min(100 * self.told / self.broken, 99.99):.2f} %"

    @property
    def told_of(self) -> str:
        """The row in words."""
        quiet = f"; {self.sentences:,} legal sentences, {self.alarms:,} false alarms" if self.sentences else ""
        return f"{self.told:,} of {self.broken:,} places told, {self.score}{quiet}"


class Table:
    """The rows of RESULTS.md."""

    def __init__(self, path: Path, names: Mapping[str, str], rows: Iterable[Row]) -> None:
        self._path = path
        self._names = names
        self._rows = {row.code: row for row in rows if row.code in names}

    @classmethod
    def read(cls, path: Path, names: Mapping[str, str]) -> Table:
        """What earlier runs left."""
        text = path.read_text("utf-8") if path.exists() else ""
        idle: dict[str, tuple[str, ...]] = {}
        for code, line in _IDLE.findall(text):
            idle[code] = (*idle.get(code, ()), line)
        found = (match.groups() for match in _ROW.finditer(text))
        rows = (
            Row(code, *(int(number or 0) for number in numbers), idle=idle.get(code, ())) for code, *numbers in found
        )
        return cls(path, names, rows)

    def write(self, row: Row) -> None:
        """Put a row in the place of the one that the rule has."""
        self._rows[row.code] = row
        rows = [self._rows[code] for code in sorted(self._rows)]
        total = sum(rows[1:], rows[0])
        lines = [self._line(row.code, self._names[row.code], row) for row in rows]
        lines.append(self._line("", f"{len(rows)} of {len(self._names)} rules", total))
        quiet = [f"- {row.code}: {line}\n" for row in rows for line in sorted(row.idle)]
        self._path.write_text(HEAD + "".join(lines) + (IDLE + "".join(quiet) if quiet else ""), "utf-8")

    @staticmethod
    def _line(code: str, name: str, row: Row) -> str:
        quiet = (row.sentences, row.alarms) if row.sentences else ("", "")
        cells = (code, name, row.broken, row.told, row.score, *quiet)
        return f"| {' | '.join(map(str, cells))} |\n"
