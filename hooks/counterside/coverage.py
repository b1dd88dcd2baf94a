"""What the catalog covers: which checklist leads to which remedy, what nothing leads to, what is still open, and
which steps show a picture."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from counterside.model.catalog import Catalog
from counterside.model.guide import GuideTarget, find_reached_remedies, find_reached_symptoms, read_guide
from counterside.model.nodes import Link
from counterside.model.records import Checklist, Contact, Resolution, Symptom, Term
from counterside.model.site import ArticleItem, Waiver
from counterside.text.i18n import Text, script_of, strip_marks


def count_copies(catalog: Catalog) -> Iterator[tuple[str, str, int]]:
    """The languages in which texts of more than a few words are word for word those of another one of the same script,
    with how many: they are still to be translated."""
    texts = [use.value for node in catalog.written for use in node.uses.text]
    for number, code in enumerate(catalog.site.codes):
        for other in (each for each in catalog.site.codes[:number] if script_of(each) == script_of(code)):
            same = (text for text in texts if code in text and text[code] == text.get(other))
            count = sum(len(text[code].split()) > 3 for text in same)  # languages may well share a name or a number
            if count:
                yield code, other, count


class Row(NamedTuple):
    """A checklist: in how many places it leads to each remedy (its steps, and its last box), and how many of its
    answers, *not sure* aside, lead straight to its escalation."""

    checklist: Checklist
    uses: Mapping[Link, int]
    calls: int
    answers: int

    @property
    def share(self) -> int:
        """The share of answers that escalate, in percent."""
        return round(100 * self.calls / self.answers) if self.answers else 0


class Coverage(NamedTuple):
    """The report. `counts` are the published records and the drafts of each kind. Rows and remedies are the sides of
    the matrix, drafts among them. Each item of the source article is answered, waived or open, with what answers it."""

    counts: tuple[tuple[str, int, int], ...]
    rows: tuple[Row, ...]
    remedies: tuple[Resolution, ...]
    orphans: tuple[Link, ...]
    article: tuple[tuple[ArticleItem, str, tuple[Link, ...]], ...]
    waivers: tuple[Waiver, ...]

    def items(self, state: str) -> int:
        """How many items of the article are in a state."""
        return sum(found == state for _, found, _ in self.article)


def count_coverage(catalog: Catalog) -> Coverage:
    """What a catalog covers, checked or not. Orphans are checklists and remedies that no reader can come to."""
    counts = Counter((record.kind, record.is_published) for record in catalog.records)
    reached = find_reached_symptoms(catalog) | find_reached_remedies(catalog)
    targets = (*catalog.of(Symptom), *catalog.of(Resolution))
    kinds = dict.fromkeys(record.kind for record in catalog.records)
    article = []
    for item in catalog.article:
        by = (*(record.ref for record in catalog.records if item.id in record.article), *filter(None, [item.page]))
        article.append((item, "answered" if by else "waived" if item.waived else "open", by))
    return Coverage(
        counts=tuple((kind, counts[kind, True], counts[kind, False]) for kind in kinds),
        rows=tuple(_count_uses(one, catalog) for one in sorted(catalog.of(Checklist), key=attrgetter("number"))),
        remedies=tuple(sorted(catalog.of(Resolution), key=attrgetter("id"))),
        orphans=tuple(one.ref for one in targets if one.is_published and one.ref not in reached),
        article=tuple(article),
        waivers=catalog.waivers,
    )


def _count_uses(record: Checklist, catalog: Catalog) -> Row:
    guide = read_guide(record, catalog)
    uses: Counter[Link] = Counter()
    for step in record.steps:
        links = (link for answer in step.answers for link in (answer.target, answer.still))
        remedies = (link.record for link in links if link is not None and link.kind == "resolution")
        uses.update(list(dict.fromkeys(remedies)))  # once a step, and not as a set, whose order differs from run to run
    if guide.escalation is not None:
        uses[guide.escalation] += 1
    return Row(record, uses, *guide.straight_to_escalation)


# ── pictures ──

# A step of a checklist or a remedy, a term or a contact, and the picture that it shows, if any.
Illustration = tuple[Link, Link | None]


def list_illustrations(catalog: Catalog) -> tuple[Illustration, ...]:
    """Every step of every published checklist and remedy, in their order."""
    found: tuple[Checklist | Resolution, ...] = (*catalog.published(Checklist), *catalog.published(Resolution))
    return tuple((record.ref._replace(step=step.id), step.picture) for record in found for step in record.steps)


def picture_uses(catalog: Catalog) -> Mapping[Link, list[Link]]:
    """Where each picture is shown: steps first, then terms and contacts. Nowhere for every other link."""
    entries: tuple[Term | Contact, ...] = (*catalog.published(Term), *catalog.published(Contact))
    found: dict[Link, list[Link]] = defaultdict(list)
    for at, picture in (*list_illustrations(catalog), *((entry.ref, entry.picture) for entry in entries)):
        if picture is not None:
            found[picture].append(at)
    return found


# ── flowcharts ──


# How Mermaid writes the kinds of places after which a list goes on; all others are ends.
_SHAPES = {"step": '(("{}"))', "remedy": '["{}"]', "leave": '[["{}"]]'}
_END = '(["{}"])'
# A way between two places by their keys, with its label, and whether it is taken when a remedy did not help.
Edge = tuple[str, str, str, bool]


def build_flowchart(checklist: Checklist, catalog: Catalog) -> tuple[dict[str, tuple[str, str]], list[Edge]]:
    """The places of a checklist by their keys, with their kind (a target's, or `fixed`) and label: the steps in order,
    then what they lead to; and every way between them once. Labels are in every language."""
    guide, labels = read_guide(checklist, catalog), catalog.labels
    yes = _say(labels.text("yes"), catalog)
    still_not = _say({code: words.rstrip(":：") for code, words in labels.text("still_not").items()}, catalog)
    nodes = {f"step:{each.step.id}": ("step", f"{each.number} {_say(each.step.do, catalog)}") for each in guide.steps}
    edges: dict[Edge, None] = {}  # an ordered set
    for each in guide.steps:
        for target, answers in each.exits.items():
            words = (_say(one.words or labels.text(one.label), catalog) for one in answers)
            edges[f"step:{each.step.id}", _key_of(target), " / ".join(words), False] = None
            # What follows the question of a remedy or of the checklist: fixed, or further.
            for before, after in pairwise(target.chain):
                # The list may have a question of its own, which comes between.
                last = GuideTarget("verify") if before.kind == "remedy" and before.id in guide.asking else before
                if last != before:
                    edges[_key_of(before), _key_of(last), yes, False] = None
                    nodes[_key_of(last)] = _name_target(last, catalog)
                edges[_key_of(last), "fixed", yes, False] = None
                edges.update(dict.fromkeys((_key_of(each), _key_of(after), still_not, True) for each in (before, last)))
            nodes |= {_key_of(to): _name_target(to, catalog) for to in target.chain if to.kind != "step"}
    if any(edge[1] == "fixed" for edge in edges):
        nodes["fixed"] = ("fixed", _say(labels.text("fixed"), catalog))
    nodes.setdefault(_key_of(guide.last), _name_target(guide.last, catalog))
    return nodes, list(edges)


def _name_target(target: GuideTarget, catalog: Catalog) -> tuple[str, str]:
    """The kind of a target, and its words."""
    record, words = catalog.find(target.link), target.id
    labels = {"verify": "to_verify", "call": "to_call", "done": "list_done"}
    if target.kind == "leave" and isinstance(record, Symptom):
        to_list = _say(catalog.labels.text("to_list"), catalog).format(number=f"{record.number:02d}")
        words = f"{to_list} {_say(record.title, catalog)}"
    elif target.kind in ("remedy", "end") and isinstance(record, Resolution):
        words = f"{target.letter} {_say(record.short, catalog)}".lstrip()
    elif target.kind in labels:
        words = _say(catalog.labels.text(labels[target.kind]), catalog)
    return target.kind, words


def _say(text: Text, catalog: Catalog) -> str:
    return " · ".join(strip_marks(text.get(code, "")) for code in catalog.site.codes)


def draw_mermaid(checklist: Checklist, catalog: Catalog) -> str:
    """A checklist as the text of a Mermaid flowchart."""
    nodes, edges = build_flowchart(checklist, catalog)
    title = {code: f"{checklist.number:02d} {words}" for code, words in checklist.title.items()}
    lines = [f"%% {_say(title, catalog)}", "flowchart TD"]
    for key, (kind, label) in nodes.items():
        lines.append(f"  {_name_node(key)}{_SHAPES.get(kind, _END).format(_escape_label(label))}")
    for start, end, label, is_onward in edges:
        arrow = "-.->" if is_onward else "-->"
        lines.append(f'  {_name_node(start)} {arrow}|"{_escape_label(label)}"| {_name_node(end)}')
    return "\n".join(lines) + "\n"


def _key_of(target: GuideTarget) -> str:
    return target.kind if target.kind in ("call", "verify", "done") else str(target.link)


def _name_node(key: str) -> str:
    # Mermaid has words of its own, such as `end`, that no node may be called.
    return "n_" + key.replace(":", "_").replace("-", "_")


def _escape_label(label: str) -> str:
    # Mermaid reads `#…;` and takes everything else in quotes unchanged, but for Markdown and tags.
    return "".join(f"#{ord(sign)};" if sign in '"<>&#`*_\\' else sign for sign in label)
