"""Leaving with everything: the site as Markdown for another engine."""

from counterside.export.folder import MARKER, CannotExport, Exported, export

__all__ = ["MARKER", "CannotExport", "Exported", "export"]
