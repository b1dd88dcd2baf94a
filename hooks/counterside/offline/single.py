"""All checklists and remedies of a language in one file, for a chat: no script, every link within the file."""

from __future__ import annotations

from dataclasses import dataclass

from counterside.graph import Lead
from counterside.languages import Language
from counterside.model import Catalog, Link, Symptom, address
from counterside.site.symptom import steps
from counterside.site.view import View, environment

_HERE = ("symptom", "resolution")


@dataclass(frozen=True)
class SingleView(View):
    """A page's view whose links lead to anchors of the one file; to the site on the web where it has no such part."""

    def to(self, link: Link) -> str:
        if link.kind in _HERE and self.find(link).is_published:
            return "#" + anchor(link)
        return f"{self.site.address}{self.language.prefix}{address(link)}"

    def lead(self, symptom: Symptom, lead: Lead) -> str:
        """Where an answer of a checklist leads."""
        if lead.where in ("step", "verify"):
            return "#" + anchor(Link("symptom", symptom.id, lead.name or "verify"))
        return "#" + anchor(Link("symptom" if lead.where == "leave" else "resolution", lead.name))


def anchor(link: Link) -> str:
    """The id of a record, or of a step of it, in the file: record ids are unique across kinds."""
    return f"{link.id}.{link.step}" if link.step else link.id


def single_page(catalog: Catalog, language: Language) -> str:
    """The file's text."""
    view = SingleView(catalog, language, "")
    listed = [(symptom, steps(symptom, catalog)) for symptom in catalog.symptoms]
    return environment().get_template("single.html").render(v=view, symptoms=listed)
