"""Catalog → paper: PDFs by Typst, HTML sheets for the browser's own printing.

`content` says what is printed, `document` on which paper and how large, `fit` whether it fits, `typst` renders, `files`
knows every file.
"""
