"""What every layer builds on: problems, inline markup, languages, files, templates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def make_environment(folder: str) -> Environment:
    """The templates in a folder of the package, such as `site/templates`: nothing undefined, everything escaped. They
    are read once per process."""
    import jinja2  # only now: most commands draw nothing

    return jinja2.Environment(
        loader=jinja2.PackageLoader("counterside", folder),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
