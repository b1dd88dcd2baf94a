"""Catalog → paper: what is printed of a checklist, and PDFs of it by Typst."""
