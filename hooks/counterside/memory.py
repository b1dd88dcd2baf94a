"""What an earlier check came to, file by file: data already read, and files that no rule about one record found fault
with. Losing it costs time and nothing else."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterside.cache import seal, unseal

Anchors = Mapping[tuple[str, bool], frozenset[str]]


@dataclass
class Memory:
    """What is known by now is `old`; what this check learns takes its place. `key` stands for the code that read and
    judged. Data are kept as bytes: who gets them may change them. `anchors` is what the lexicon found out about its
    patterns."""

    path: Path | None = None
    key: str = ""
    old_data: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    old_clean: Mapping[str, str] = field(default_factory=dict)
    old_lexicon: str = ""
    old_anchors: Anchors = field(default_factory=dict)
    data: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    clean: dict[str, str] = field(default_factory=dict)
    lexicon: str = ""
    anchors: Anchors = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, key: str) -> Memory:
        """What was kept under the same key. A memory that is missing or damaged is an empty one."""
        found = unseal(path, key)
        if found is None:
            return cls(path, key)
        return cls(path, key, *found)

    def recall(self, file: str, digest: str) -> Any:
        """The plain data of a file whose text has that digest, or `None`."""
        known = self.old_data.get(file)
        if known is None or known[0] != digest:
            return None
        self.data[file] = known
        return marshal.loads(known[1])

    def learn(self, file: str, digest: str, data: Any) -> None:
        """Keep the plain data of a file with nothing wrong in its form."""
        self.data[file] = (digest, marshal.dumps(data))

    def is_clean(self, file: str, digest: str) -> bool:
        """Whether no rule about one record had a word to say about that text, with the same words of the trade."""
        return self.lexicon == self.old_lexicon and self.old_clean.get(file) == digest

    def again(self) -> Memory:
        """A memory for the next check, which knows what this one learned."""
        return Memory(self.path, self.key, self.data, self.clean, self.lexicon, self.anchors)

    def save(self) -> None:
        """Keep it, where there is anything new and a place to keep it."""
        now = (self.data, self.clean, self.lexicon, self.anchors)
        before = (self.old_data, self.old_clean, self.old_lexicon, self.old_anchors)
        if self.path is None or now == before:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            seal(self.path, self.key, now)
        except OSError:
            return  # a folder that may not be written is checked all the same
