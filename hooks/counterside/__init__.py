"""Counterside: troubleshooting checklists for the counter, checked before they are published."""
