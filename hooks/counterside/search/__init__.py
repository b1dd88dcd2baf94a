"""Catalog → what the search box finds, as a script a language: strings only; the index is built in the browser."""

from counterside.search.records import assets, records

__all__ = ["assets", "records"]
