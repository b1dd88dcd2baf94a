"""Catalog → paper: PDFs by Typst, HTML sheets for the browser's own printing.

`content` says what is printed, `document` on which paper and how large, `typst` measures and renders, `files` knows
every file, `verify` what is wrong with one.
"""
