"""Jinja environments over folders of this package."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def make_environment(folder: str) -> Environment:
    """The templates in a folder of this package, such as `site/templates`: nothing undefined, everything escaped. They
    are read once per process."""
    return Environment(
        loader=PackageLoader("counterside", folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
