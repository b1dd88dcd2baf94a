"""All checklists and remedies of a language in one file, for a chat: no script, every link within the file."""

from __future__ import annotations

from dataclasses import dataclass

from counterside.model import Catalog, GuideTarget, Link, Symptom, address, build_guide
from counterside.site.view import View, environment
from counterside.text.i18n import Language

_HERE = ("symptom", "resolution")


@dataclass(frozen=True)
class SingleView(View):
    """A page's view whose links lead to anchors of the one file; to the site on the web where it has no such part."""

    def to(self, link: Link) -> str:
        if link.kind in _HERE and self.find(link).is_published:
            return "#" + anchor(link)
        return f"{self.site.address}{self.language.prefix}{address(link)}"

    def target_href(self, symptom: Symptom, target: GuideTarget) -> str:
        """Where an answer or a failed gate of a checklist leads."""
        if target.kind in ("step", "verify"):
            return "#" + anchor(Link("symptom", symptom.id, target.id or "verify"))
        return "#" + anchor(target.link)


def anchor(link: Link) -> str:
    """The id of a record, or of a step of it, in the file: record ids are unique across kinds."""
    return f"{link.id}.{link.step}" if link.step else link.id


def single_page(catalog: Catalog, language: Language) -> str:
    """The file's text."""
    view = SingleView(catalog, language, "")
    guides = [build_guide(symptom, catalog) for symptom in catalog.symptoms]
    return environment().get_template("single.html").render(v=view, guides=guides)
