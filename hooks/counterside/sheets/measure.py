"""A Typst document, and the process that measures one: started at every check, so it imports next to nothing."""

import sys
from functools import cache
from pathlib import Path

import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"


@cache
def _fonts(own: str) -> typst.Fonts:
    """The committed fonts and those of the site's folder: what a machine has installed must not change a sheet."""
    paths = [str(FONTS), *([own] if own else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def prepare_document(typst_input: str, template: str, fonts: str = "") -> typst.Compiler:
    """An input with the name of the template that lays it out, and the folder of the site's own fonts."""
    inputs = {"data": typst_input}
    return typst.Compiler(
        HERE / template, root=HERE, font_paths=_fonts(fonts), ignore_system_fonts=True, sys_inputs=inputs
    )


def main() -> None:
    """Measure the input that comes in."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    document = prepare_document(sys.stdin.read(), "measure.typ", "".join(sys.argv[1:]))
    try:
        sys.stdout.write(document.query("<fit>", field="value"))
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
