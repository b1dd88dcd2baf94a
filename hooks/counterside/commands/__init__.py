"""The larger commands, a module a purpose: writing records, reporting on them, leaving with them."""
