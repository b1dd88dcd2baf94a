"""Plain data → `Catalog`. Says what is wrong with the shape of a record; what it means is for the rules."""

from counterside.loader.reading import (
    CHECKS,
    FOLDER,
    FOLDERS,
    LISTS,
    SINGLES,
    Loaded,
    MissingFolder,
    load,
    package_labels,
)
from counterside.loader.schema import schemas

__all__ = [
    "CHECKS",
    "FOLDER",
    "FOLDERS",
    "LISTS",
    "SINGLES",
    "Loaded",
    "MissingFolder",
    "load",
    "package_labels",
    "schemas",
]
