"""CS4xx: the same things said in every language."""

from __future__ import annotations

from counterside.model import Node, texts
from counterside.problems import Finding
from counterside.rules.rule import Findings, rule


@rule("CS401", "language-missing")
def language_missing(node: Node, languages: tuple[str, ...]) -> Findings:
    """Every text is there in every language of the site.

    中文：每段文字都要有网站的全部语言。

    A page with holes in one language is worse than no page: its reader cannot tell what is missing.

    Bad:
        title:
          zh: 不开机

    Good:
        title:
          zh: 不开机
          en: No power
    """
    for use in texts(node):
        for language in languages:
            if language not in use.text:
                yield Finding(use.place, f"`{use.field}` has no `{language}`", f"add the line `{language}: …`")
