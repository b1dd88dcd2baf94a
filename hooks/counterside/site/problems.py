"""What a live preview shows instead of the site while there are problems."""

from __future__ import annotations

from collections.abc import Iterable

from counterside.site.view import Page, environment
from counterside.text.problems import Problem


def problem_page(problems: Iterable[Problem], path: str) -> Page:
    """A plain page with every problem, to stand at `path`."""
    html = environment().get_template("problems.html").render(problems=tuple(problems))
    return Page(path=path, language="en", title="Problems", description="", html=html, is_listed=False)
