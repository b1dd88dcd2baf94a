"""What editors write, read: text → plain data → records, with every problem of form at its place."""
