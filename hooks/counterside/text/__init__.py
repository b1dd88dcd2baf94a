"""Words about words: problems, inline markup, languages; and files."""
