"""Catalog → pages for readers: whole HTML documents and the files that they load."""
