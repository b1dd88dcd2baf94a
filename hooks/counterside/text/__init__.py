"""Words about words: problems, inline markup, languages."""
