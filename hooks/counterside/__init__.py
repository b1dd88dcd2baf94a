"""Counterside: troubleshooting checklists for the counter, judged before they are published."""
