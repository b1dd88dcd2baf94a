"""The one model: records as editors write them, typed links between them, and the catalog of them all."""
