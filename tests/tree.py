"""Writes the tree of the package into `hooks/README.md`: one line per folder and per top-level module, with the first
sentence of its docstring. `python tests/tree.py` after a module moved; a test says when it is out of date."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

HOOKS = Path(__file__).parent.parent / "hooks"
README = HOOKS / "README.md"
_BLOCK = re.compile(r"(?<=<!-- tree -->\n```text\n).*?(?=```\n<!-- end of tree -->)", re.DOTALL)


def draw_tree() -> str:
    """The lines of the tree."""
    package = HOOKS / "counterside"
    folders = [(f"  {path.parent.name}/", path) for path in sorted(package.glob("*/__init__.py"))]
    modules = [(f"  {path.name}", path) for path in sorted(package.glob("[!_]*.py"))]
    rows = [("mkdocs_hooks.py", HOOKS / "mkdocs_hooks.py"), ("counterside/", None), *modules, *folders]
    return "".join(f"{name:<20}{first_sentence(path) if path else ''}".rstrip() + "\n" for name, path in rows)


def first_sentence(path: Path) -> str:
    """The first sentence of a module's docstring, without its full stop."""
    words = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split())
    return re.split(r"\.(?:\s|$)", words, maxsplit=1)[0]


def main() -> None:
    text = README.read_text("utf-8")
    README.write_text(_BLOCK.sub(lambda _: draw_tree(), text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
