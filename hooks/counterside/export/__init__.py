"""The site as Markdown with front matter, for another engine."""

from counterside.export.folder import MARKER, CannotExport, Exported, write_export

__all__ = ["MARKER", "CannotExport", "Exported", "write_export"]
