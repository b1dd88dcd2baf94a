"""Catalog → paper: what is printed of a checklist, and PDFs of it by Typst.

`content` says what is printed, `document` on which paper and how large, `typst` measures and renders, `files` knows
every file, `verify` what is wrong with one. The site draws the same content for the browser's own printing.
"""
