"""Catalog → what an editor wants to know about it: pictures of checklists, coverage, what changed for readers."""

from counterside.reports.coverage import Coverage, coverage
from counterside.reports.diff import Change, Printed, review, review_printed
from counterside.reports.drawing import svg
from counterside.reports.graph import dot, mermaid
from counterside.reports.picture import Picture, picture

__all__ = [
    "Change",
    "Coverage",
    "Picture",
    "Printed",
    "coverage",
    "dot",
    "mermaid",
    "picture",
    "review",
    "review_printed",
    "svg",
]
