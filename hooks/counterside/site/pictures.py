"""`/contribute/pictures/`: every picture with its words, and where it is shown. For editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counterside.model import Catalog, Link
from counterside.text.problems import Place
from counterside.reports.pictures import picture_uses
from counterside.site.view import Page, View, draw, render_all


def pages(catalog: Catalog) -> Iterator[Page]:
    """The page in every language."""
    return render_all(catalog, "contribute/pictures/", _page)


def _page(view: View) -> Page:
    uses: Mapping[Link, tuple[Link, ...]] = picture_uses(view.catalog)
    return draw(
        view,
        "pictures.html",
        title=view.t("pictures"),
        description=view.t("pictures_description"),
        place=Place("checklists/pictures.yml"),
        uses={picture.ref: uses.get(picture.ref, ()) for picture in view.catalog.pictures},
    )
