"""`counterside lsp`: problems, ids and links in an editor while one types, by the Language Server Protocol on stdin and
stdout. What an editor holds is laid over the files on the disk, so nothing has to be saved."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

import click
from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from counterside.check import check_texts, help_url
from counterside.cli.common import ROOT
from counterside.content.formatter import fix_text, rename_link
from counterside.content.load import FOLDER, Loaded, load_catalog, load_texts
from counterside.content.prose import read_pages
from counterside.model.catalog import Catalog, find_references, find_title, list_steps
from counterside.model.nodes import RECORD_KINDS, Link, parse_link
from counterside.text.i18n import Text, strip_marks
from counterside.text.problems import CannotDo, Place

_LINK = re.compile(r"(?:[a-z]+):[A-Za-z0-9/_-]*(?:#[a-z0-9-]*)?")
_ID_LINE = re.compile(r"\s*(?:- )?id: ([a-z0-9-]+)\s*")
_BEFORE = re.compile(r"[a-z]*:?[A-Za-z0-9/_-]*(?:#[a-z0-9-]*)?$")
_MEANT = re.compile(r"`(?P<wrong>[^`]+)`[^`]*(?:did you mean|it is) `(?P<meant>[^`]+)`")
_WRITE = re.compile(r"^write `(?P<meant>[a-z]+:[^` ]+)`$")
_MISSING = re.compile(r"there is no (?P<kind>[a-z]+) `(?P<id>[^`]+)`")
# Seconds without a keystroke before the records are checked.
_PAUSE = 0.2


def find_path(uri: str, root: PurePath) -> str:
    """The path below `root` of a file that an editor names; empty for one outside."""
    # On the drive of the root, if the path names none; a document that is no file has no path.
    path = root / (to_fs_path(uri) or "/")
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""


class ProjectServer(LanguageServer):
    """A server of one project, where the texts of open files lie over those on the `disk`. Columns are counted as the
    editor does: some count the bytes of a line, and a Chinese character has three."""

    def __init__(self, root: Path) -> None:
        super().__init__("counterside", "1", text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.root = root
        self.disk = load_catalog(root)

    @property
    def open(self) -> dict[str, str]:
        """The texts of the open records by their path."""
        found = {find_path(each.uri, self.root): each.source for each in self.workspace.text_documents.values()}
        return {file: text for file, text in found.items() if file.startswith(FOLDER)}

    @property
    def loaded(self) -> Loaded:
        return load_texts(self.open, self.disk)

    def lines(self, file: str) -> list[str]:
        """The lines of a file, as an editor holds it or as it is on the disk."""
        source = self.disk.sources.get(file)
        return self.open.get(file, source.text if source else "").split("\n")

    def read_position(self, uri: str, position: lsp.Position) -> tuple[str, int, int]:
        """A line, its number, and the character of it that an editor's position names, from 0."""
        lines = self.lines(find_path(uri, self.root))
        found = self.workspace.position_codec.position_from_client_units(lines, position)
        return (lines[found.line] if found.line < len(lines) else ""), found.line, found.character

    def find_range(self, file: str, row: int, first: int, last: int | None = None) -> lsp.Range:
        """Characters of a line, from 0, as an editor counts; without `last`, to the end of the line."""
        end = lsp.Position(row + 1, 0) if last is None else lsp.Position(row, last)
        found = lsp.Range(lsp.Position(row, first), end)
        return self.workspace.position_codec.range_to_client_units(self.lines(file), found)

    def locate(self, loaded: Loaded, place: Place) -> lsp.Location:
        """The rest of the line of a place."""
        line, column = loaded.locate(place)
        return lsp.Location((self.root / place.file).as_uri(), self.find_range(place.file, line - 1, column - 1))

    def link_at(self, params: Any) -> tuple[Loaded, Catalog, Link] | None:
        """What was read, and the link below the cursor; nothing where there is none. On an `id:`, it is what that
        names; a step of the same file is a link with its record."""
        loaded, file = self.loaded, find_path(params.text_document.uri, self.root)
        catalog = loaded.catalog
        if catalog is None:
            return None
        line, _, column = self.read_position(params.text_document.uri, params.position)
        records = [one for one in catalog.records if one.place.file == file]
        owner = next((one for one in records if not one.place.keys), None)
        named = _ID_LINE.fullmatch(line)
        if named:
            found = [owner.ref._replace(step=named[1])] if owner else [one.ref for one in records if one.id == named[1]]
        else:
            links = [parse_link(each[0]) for each in _LINK.finditer(line) if each.start() <= column <= each.end()]
            own = [owner.ref._replace(step=link.id) for link in links if owner and link.kind == "step"]
            found = own or [link for link in links if link.kind]
        return (loaded, catalog, found[0]) if found else None


def complete_id(ls: ProjectServer, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    """The ids that may be meant at the cursor, with their titles in every language."""
    uri, position = params.text_document.uri, params.position
    catalog, file = ls.loaded.catalog, find_path(uri, ls.root)
    line, row, column = ls.read_position(uri, position)
    before = _BEFORE.search(line[:column])
    if catalog is None or before is None:
        return []
    spot = ls.find_range(file, row, before.start(), column)
    found = [
        (str(record.ref), _join_words(find_title(record))) for record in catalog.records if record.kind in RECORD_KINDS
    ]
    own = [step for record in catalog.records if record.place == Place(file) for step in list_steps(record)]
    found += [(f"step:{step.id}", _join_words(step.do)) for step in own]
    return [
        lsp.CompletionItem(
            label=name,
            detail=detail,
            filter_text=f"{name} {detail}",
            kind=lsp.CompletionItemKind.Reference,
            text_edit=lsp.TextEdit(spot, name),
        )
        for name, detail in found
        if name.startswith(before[0].partition(":")[0])
    ]


def _join_words(text: Text) -> str:
    return " · ".join(map(strip_marks, text.values()))


def list_fixes(ls: ProjectServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """One edit for each problem that says what was meant, and one that puts the whole file in order."""
    uri, actions = params.text_document.uri, list[lsp.CodeAction]()
    for each in params.context.diagnostics:
        line, row, column = ls.read_position(uri, each.range.start)
        message, _, fix = each.message.rpartition("\n")
        wrong, meant = _read_fix(message, fix)
        at = line.find(wrong, 0 if column >= len(line) else column)
        if wrong and at >= 0:
            before = _BEFORE.search(line[:at]) if ":" in meant else None  # a whole link takes the place of one
            spot = ls.find_range(find_path(uri, ls.root), row, before.start() if before else at, at + len(wrong))
            actions.append(_action(uri, f"Write `{meant}`", lsp.TextEdit(spot, meant), [each]))
    text, catalog = ls.open.get(find_path(uri, ls.root), ""), ls.disk.catalog
    fixed = fix_text(text, catalog.site.codes)[0] if catalog else text
    if fixed != text:
        actions.append(_action(uri, "Fix widths, blanks and order in this file", _replace_all(fixed), []))
    return actions


def _read_fix(message: str, fix: str) -> tuple[str, str]:
    """The words that a problem is about, and those that were meant; both empty where it does not say."""
    found, link = _MEANT.search(message), _WRITE.match(fix)
    if link is None:
        return (found["wrong"], found["meant"]) if found else ("", "")
    # The link is to a record that is not there, or has a blank in it.
    missing, (_, mark, step) = _MISSING.match(message), link["meant"].partition("#")
    wrong = f"{missing['kind']}:{missing['id']}{mark}{step}" if missing else link["meant"].replace(":", ": ", 1)
    return wrong, link["meant"]


def _action(uri: str, title: str, edit: lsp.TextEdit, fixes: list[lsp.Diagnostic]) -> lsp.CodeAction:
    kind = lsp.CodeActionKind.QuickFix
    return lsp.CodeAction(title, kind, diagnostics=fixes, edit=lsp.WorkspaceEdit(changes={uri: [edit]}))


def _replace_all(text: str) -> lsp.TextEdit:
    return lsp.TextEdit(lsp.Range(lsp.Position(0, 0), lsp.Position(1 << 30, 0)), text)


def rename_id(ls: ProjectServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """The edits that call a record or a step by another id everywhere."""
    found = ls.link_at(params)
    if found is None:
        return None
    try:
        changed = rename_link(found[0], found[2], params.new_name, read_pages(ls.root))
    except CannotDo as refused:
        ls.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, str(refused)))
        return None
    gone = [ls.root / file for file, text in changed.items() if not text]
    moves = [lsp.RenameFile(path.as_uri(), path.with_stem(params.new_name).as_uri()) for path in gone]
    edits = [
        lsp.TextDocumentEdit(
            lsp.OptionalVersionedTextDocumentIdentifier(uri, ls.workspace.get_text_document(uri).version),
            [_replace_all(text)],
        )
        for uri, text in (((ls.root / file).as_uri(), text) for file, text in changed.items() if text)
    ]
    return lsp.WorkspaceEdit(document_changes=[*moves, *edits])


def show_outline(ls: ProjectServer, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    """The outline of a file: its records, or the steps of its one record."""
    loaded, file = ls.loaded, find_path(params.text_document.uri, ls.root)
    records = [one for one in loaded.catalog.records if one.place.file == file] if loaded.catalog else []
    parts = [(one.id, _join_words(find_title(one)), one.place) for one in records if one.place.keys]
    parts += [(step.id, _join_words(step.do), step.place) for one in records for step in list_steps(one)]
    return [
        lsp.DocumentSymbol(name, lsp.SymbolKind.Key, spot, spot, detail)
        for name, detail, place in parts
        for spot in [ls.locate(loaded, place).range]
    ]


async def show_problems(
    ls: ProjectServer, params: lsp.DidOpenTextDocumentParams | lsp.DidChangeTextDocumentParams
) -> None:
    """Publish the problems of all open files once a pause in typing is long enough."""
    uri, version = params.text_document.uri, params.text_document.version
    if not find_path(uri, ls.root).startswith(FOLDER):
        return
    await asyncio.sleep(_PAUSE)
    if ls.workspace.get_text_document(uri).version != version:
        return
    problems, address = check_texts(ls.open, ls.disk), ls.disk.catalog.site.address if ls.disk.catalog else ""
    for file in ls.open:
        found = [
            lsp.Diagnostic(
                range=ls.find_range(each.path, each.line - 1, each.column - 1),
                message=f"{each.message}\n{each.fix}",
                severity=lsp.DiagnosticSeverity.Error,
                code=each.code,
                source="counterside",
                code_description=lsp.CodeDescription(help_url(each, address)) if address else None,
            )
            for each in problems
            if each.path == file
        ]
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams((ls.root / file).as_uri(), found))


def read_disk(ls: ProjectServer, params: lsp.DidSaveTextDocumentParams | lsp.DidCloseTextDocumentParams) -> None:
    """Read the project again: a file was saved, or is no longer open, and shows no problems any more."""
    ls.disk = load_catalog(ls.root)
    if isinstance(params, lsp.DidCloseTextDocumentParams):
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))


def show_title(ls: ProjectServer, params: lsp.HoverParams) -> lsp.Hover | None:
    found = ls.link_at(params)
    record = found[1].find(found[2]) if found else None
    if found is None or record is None:
        return None
    count = len(list(find_references(found[1], found[2])))
    words = f"**{found[2]}**\n\n{_join_words(find_title(record))}\n\n{count} links lead here"
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, words))


def find_definition(ls: ProjectServer, params: lsp.DefinitionParams) -> lsp.Location | None:
    found = ls.link_at(params)
    place = found[1].find_place(found[2]) if found else None
    return ls.locate(found[0], place) if found and place else None


def list_references(ls: ProjectServer, params: lsp.ReferenceParams) -> list[lsp.Location]:
    found = ls.link_at(params)
    return [ls.locate(found[0], use.place) for use in find_references(found[1], found[2])] if found else []


_FEATURES: tuple[tuple[str, Callable[..., Any], Any], ...] = (
    (lsp.TEXT_DOCUMENT_DID_OPEN, show_problems, None),
    (lsp.TEXT_DOCUMENT_DID_CHANGE, show_problems, None),
    (lsp.TEXT_DOCUMENT_DID_SAVE, read_disk, None),
    (lsp.TEXT_DOCUMENT_DID_CLOSE, read_disk, None),
    (lsp.TEXT_DOCUMENT_COMPLETION, complete_id, lsp.CompletionOptions(trigger_characters=[":", "#"])),
    (lsp.TEXT_DOCUMENT_HOVER, show_title, None),
    (lsp.TEXT_DOCUMENT_DEFINITION, find_definition, None),
    (lsp.TEXT_DOCUMENT_REFERENCES, list_references, None),
    (lsp.TEXT_DOCUMENT_RENAME, rename_id, None),
    (lsp.TEXT_DOCUMENT_CODE_ACTION, list_fixes, None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, show_outline, None),
)


@click.command("lsp")
@ROOT
def run_lsp(root: Path) -> None:
    """Speak the Language Server Protocol with an editor. It goes over stdin and stdout."""
    server = ProjectServer(root)
    for method, answer, options in _FEATURES:
        server.feature(method, options)(answer)
    server.start_io()
