"""How templates are read: nothing undefined, everything escaped, and nothing of Jinja's that no template needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Context


class _Context(Context):
    """Calls what a template calls, as it is. Jinja's own looks four times a call whether it wants the context passed,
    which nothing of ours does; a checklist makes five hundred calls."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805  # as Jinja names them
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return __obj(*args, **kwargs)


def environment_of(folder: str) -> Environment:
    """The templates in a folder of this package. They are read once: a build does not look for newer ones."""
    made = Environment(
        loader=PackageLoader("counterside", folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.context_class = _Context
    return made
