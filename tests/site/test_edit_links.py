"""*Edit this page* stands on every page of ours and leads to a file, or of a list to the folder of its records."""

from __future__ import annotations

from counterside.check import CHECKS
from counterside.model.catalog import Catalog
from counterside.site import routes
from mini_site import CATALOG, PROJECT

REPOSITORY = "https://code.example/village/returns"


def test_every_listed_page_is_edited_where_its_content_is(catalog: Catalog) -> None:
    listed = [page for page in routes.render(catalog, CHECKS) if page.is_listed]
    assert len(listed) > 40
    for page in listed:
        assert page.place is not None, page.path
        source = (PROJECT if page.place.file.startswith("hooks/") else CATALOG) / page.place.file
        assert source.exists(), page.path
        way = "edit" if source.is_file() else "tree"
        assert f'href="{REPOSITORY}/{way}/main/{page.place.file}"' in page.html, page.path


def test_page_that_is_not_there_is_edited_nowhere(catalog: Catalog) -> None:
    assert [page.place for page in routes.draw_not_found(catalog)] == [None, None]
