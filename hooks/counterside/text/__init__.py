"""What every layer builds on: problems, inline markup, languages, files."""
