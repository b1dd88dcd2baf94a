"""Catalog → the rows of the search box, one script per language; the index is built in the browser."""

from counterside.search.records import assets

__all__ = ["assets"]
