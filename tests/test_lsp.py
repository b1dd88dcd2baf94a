"""The language server, asked by a client of another maker over stdin and stdout, as an editor asks it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from pygls.workspace import Workspace

from counterside.cli.lsp import ProjectServer, find_path, show_problems
from mini_site import CATALOG, fresh_site, run, subprocess_environment

FLAP = "checklists/symptoms/flap-stuck.yml"
LAMP = "checklists/symptoms/lamp-dark.yml"
GATES = "checklists/gates.yml"
Ask = Callable[["Editor"], Awaitable[Any]]


class Editor:
    """A client of a server of its own, with one file open or more, and the diagnostics that it was told."""

    def __init__(self, root: Path, counts: lsp.PositionEncodingKind) -> None:
        self.root = root
        self.counts = counts
        self.client = LanguageClient("editor", "1")
        self.told: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()
        self.uri = (root / FLAP).as_uri()
        self.others: dict[str, str] = {}

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _told(params: lsp.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(params)

    async def begin(self) -> None:
        program = Path(sys.executable).with_name("counterside")
        await self.client.start_io(str(program), "lsp", "--root", str(self.root), env=subprocess_environment())
        general = lsp.GeneralClientCapabilities(position_encodings=[self.counts])
        await self.client.initialize_async(lsp.InitializeParams(capabilities=lsp.ClientCapabilities(general=general)))

    async def open(self) -> None:
        """Open the file as it is on the disk, and wait for what is told about it."""
        self.text = (self.root / FLAP).read_text("utf-8")
        self.version = 0
        item = lsp.TextDocumentItem(uri=self.uri, language_id="yaml", version=0, text=self.text)
        while not self.told.empty():
            self.told.get_nowait()
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        await self.wait_for(self.uri)

    async def open_other(self, file: str, text: str) -> None:
        """Open another file with some text, and wait for what is told about it."""
        uri = (self.root / file).as_uri()
        self.others[uri] = text
        item = lsp.TextDocumentItem(uri=uri, language_id="yaml", version=0, text=text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        await self.wait_for(uri)

    async def wait_for(self, uri: str) -> list[lsp.Diagnostic]:
        """What is told next about a file."""
        while (told := await asyncio.wait_for(self.told.get(), 60)).uri != uri:
            pass
        return list(told.diagnostics)

    async def close(self) -> list[lsp.Diagnostic]:
        """Close every file, without its changes, and wait for what is told about the first of them."""
        while not self.told.empty():
            self.told.get_nowait()
        for uri in (*self.others, self.uri):
            self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
        self.others.clear()
        return await self.wait_for(self.uri)

    async def type(self, old: str, new: str) -> list[lsp.Diagnostic]:
        """Change the text, and wait for what is told about it."""
        assert old in self.text
        self.text = self.text.replace(old, new, 1)
        self.version += 1
        document = lsp.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        change = lsp.TextDocumentContentChangeWholeDocument(text=self.text)
        while not self.told.empty():
            self.told.get_nowait()
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
        return await self.wait_for(self.uri)

    def at(self, words: str) -> tuple[lsp.TextDocumentIdentifier, lsp.Position]:
        """The place just behind some words of an open file."""
        texts = {self.uri: self.text, **self.others}
        uri = next(uri for uri, text in texts.items() if words in text)
        before = texts[uri][: texts[uri].index(words) + len(words)]
        position = lsp.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
        return lsp.TextDocumentIdentifier(uri), position

    async def list_fixes(self, problems: list[lsp.Diagnostic]) -> list[str]:
        """What is offered for some problems: the text after each edit."""
        document, everywhere = lsp.TextDocumentIdentifier(self.uri), lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        params = lsp.CodeActionParams(document, everywhere, lsp.CodeActionContext(diagnostics=problems))
        offered = await self.client.text_document_code_action_async(params) or []
        return [self._apply(action.edit.changes[self.uri][0]) for action in offered]

    def _apply(self, edit: lsp.TextEdit) -> str:
        lines = self.text.splitlines(keepends=True)
        start, end = edit.range.start, edit.range.end
        before = [*lines[: start.line], lines[start.line][: start.character]]
        after = [lines[end.line][end.character :], *lines[end.line + 1 :]] if end.line < len(lines) else []
        return "".join([*before, edit.new_text, *after])

    async def end(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()


class Editors:
    """An editor of one site for each way to count columns. Each is started once, and opens its file for each test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.started: dict[lsp.PositionEncodingKind, Editor] = {}
        self.runner = asyncio.Runner()
        # a thread of its own: in the tests' thread a browser may have an event loop already
        self.thread = ThreadPoolExecutor(1)

    def talk(self, ask: Ask, counts: lsp.PositionEncodingKind = lsp.PositionEncodingKind.Utf16) -> Any:
        """The answer of a server to an editor that counts columns so."""
        return self.thread.submit(lambda: self.runner.run(self._ask_server(ask, counts))).result()

    async def _ask_server(self, ask: Ask, counts: lsp.PositionEncodingKind) -> Any:
        if counts not in self.started:
            self.started[counts] = Editor(self.root, counts)
            await self.started[counts].begin()
        editor = self.started[counts]
        await editor.open()
        try:
            return await ask(editor)
        finally:
            await editor.close()

    async def _end(self) -> None:
        for editor in self.started.values():
            await editor.end()

    def end(self) -> None:
        self.thread.submit(lambda: self.runner.run(self._end())).result()
        self.thread.submit(self.runner.close).result()
        self.thread.shutdown()


@pytest.fixture(scope="module")
def editors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editors]:
    """Editors of the fictional site, which nothing here changes on the disk."""
    started = Editors(fresh_site(tmp_path_factory.mktemp("editors") / "site"))
    yield started
    started.end()


def test_a_mistake_is_told_while_one_types_and_gone_once_it_is_corrected(editors: Editors) -> None:
    async def ask(editor: Editor) -> tuple[list[lsp.Diagnostic], list[lsp.Diagnostic]]:
        broken = await editor.type("not_seen: resolution:brush-the-hinge", "not_seen: resolution:brush-the-hing")
        return broken, await editor.type("resolution:brush-the-hing\n", "resolution:brush-the-hinge\n")

    broken, mended = editors.talk(ask)
    assert [(each.code, each.range.start.line) for each in broken] == [("CS202", 65)]
    assert "did you mean `brush-the-hinge`?" in broken[0].message
    assert mended == []


def test_problems_of_a_text_that_was_not_saved_go_with_it(editors: Editors) -> None:
    async def ask(editor: Editor) -> tuple[list[lsp.Diagnostic], list[lsp.Diagnostic]]:
        broken = await editor.type("not_seen: resolution:brush-the-hinge", "not_seen: resolution:brush-the-hing")
        left = await editor.close()
        await editor.open()
        return broken, left

    broken, left = editors.talk(ask)
    assert len(broken) == 1
    assert left == []


def test_a_quick_fix_writes_what_was_meant(editors: Editors) -> None:
    async def ask(editor: Editor) -> list[lsp.CodeAction]:
        found = await editor.type("not_seen: resolution:brush-the-hinge", "not_seen: resolution:brush-the-hing")
        context = lsp.CodeActionContext(diagnostics=found)
        document = lsp.TextDocumentIdentifier(editor.uri)
        params = lsp.CodeActionParams(document, found[0].range, context)
        return list(await editor.client.text_document_code_action_async(params) or [])

    action = editors.talk(ask)[0]
    edit = next(iter(action.edit.changes.values()))[0]
    assert (action.title, edit.new_text) == ("Write `brush-the-hinge`", "brush-the-hinge")
    assert edit.range.end.character - edit.range.start.character == len("brush-the-hing")


BRUSH = "not_seen: resolution:brush-the-hinge"


@pytest.mark.parametrize(
    ("old", "wrong", "right"),
    [
        (BRUSH, "not_seen: resolution:lamp-dark", "not_seen: symptom:lamp-dark"),
        (BRUSH, "not_seen: resolution: brush-the-hinge", BRUSH),
        ("to: symptom:lamp-dark", "to: symptom:morning#count", "to: routine:morning#count"),
        (
            "en: Use a torch",
            "en: Brush [it](resolution:brush-the-hinge) or [that](notice:brush-the-hinge)",
            "en: Brush [it](resolution:brush-the-hinge) or [that](resolution:brush-the-hinge)",
        ),
    ],
    ids=["another kind", "a blank", "a step", "the second link"],
)
def test_a_quick_fix_writes_the_whole_link_that_was_meant(editors: Editors, old: str, wrong: str, right: str) -> None:
    async def ask(editor: Editor) -> tuple[list[str], str]:
        told = await editor.type(old, wrong)
        return await editor.list_fixes(told), editor.text

    offered, text = editors.talk(ask)
    assert offered == [text.replace(wrong, right)]


def test_a_quick_fix_follows_a_step_into_another_list(editors: Editors) -> None:
    async def ask(editor: Editor) -> tuple[list[str], str]:
        lamp = (editor.root / LAMP).read_text("utf-8")
        await editor.open_other(LAMP, lamp.replace("- id: plug\n", "- id: plug\n    was: [symptom:flap-stuck#bulb]\n"))
        told = await editor.type("still: step:hinge", "still: symptom:flap-stuck#bulb")
        return await editor.list_fixes(told), editor.text

    offered, text = editors.talk(ask)
    assert offered == [text.replace("symptom:flap-stuck#bulb", "symptom:lamp-dark#plug")]


def test_a_quick_fix_puts_the_whole_file_in_order(editors: Editors) -> None:
    async def ask(editor: Editor) -> tuple[list[str], list[str]]:
        before = await editor.list_fixes([])
        await editor.type("minutes: 20\n", "minutes: ２０  \n")
        return before, await editor.list_fixes([])

    assert editors.talk(ask) == ([], [(editors.root / FLAP).read_text("utf-8")])


def test_ids_are_offered_with_their_titles_in_every_language(editors: Editors) -> None:
    async def ask(editor: Editor) -> list[lsp.CompletionItem]:
        document, position = editor.at("not_seen: resolution:")
        found = await editor.client.text_document_completion_async(lsp.CompletionParams(document, position))
        return list(found or [])

    offered = {item.label: item.detail for item in editors.talk(ask)}
    assert offered["resolution:call-workshop"] == "打电话给修理铺 · Call the workshop"
    assert not [name for name in offered if not name.startswith("resolution:")]


def test_a_link_says_what_it_is_where_it_is_and_what_else_leads_there(editors: Editors) -> None:
    async def ask(editor: Editor) -> tuple[Any, Any, Any]:
        document, position = editor.at("not_seen: resolution:brush")
        client = editor.client
        hover = await client.text_document_hover_async(lsp.HoverParams(document, position))
        definition = await client.text_document_definition_async(lsp.DefinitionParams(document, position))
        context = lsp.ReferenceContext(include_declaration=False)
        params = lsp.ReferenceParams(context, document, position)
        return hover, definition, await client.text_document_references_async(params)

    hover, definition, references = editors.talk(ask)
    assert "Brush the hinge" in hover.contents.value
    assert definition.uri.endswith("/checklists/resolutions/brush-the-hinge.yml")
    led = run("who", "--root", editors.root, "resolution:brush-the-hinge").stdout.splitlines()
    assert len(references) == len(led) > 2


@pytest.mark.parametrize(("counts", "size"), [("utf-8", 3), ("utf-16", 1), ("utf-32", 1)])
def test_a_link_behind_chinese_is_found_however_the_editor_counts(editors: Editors, counts: str, size: int) -> None:
    words = "用手电照[铰链]"

    async def ask(editor: Editor) -> tuple[Any, list[lsp.Diagnostic]]:
        await editor.type("      zh: 用手电照，不用手摸。", f"      zh: {words}(term:hinge)")
        document, place = editor.at(f"{words}(term:hin")
        place = lsp.Position(place.line, place.character + len(words.encode() if size == 3 else words) - len(words))
        hover = await editor.client.text_document_hover_async(lsp.HoverParams(document, place))
        return hover, await editor.type("was: [leaves]", "was: [叶子, ../leaves]")

    hover, told = editors.talk(ask, lsp.PositionEncodingKind(counts))
    assert "term:hinge" in hover.contents.value
    starts = [each.range.start.character for each in told if each.code == "CS101"]
    assert starts == [10, 10 + 2 * size + 2]


@pytest.mark.parametrize(
    ("words", "named"), [("- id: hin", "symptom:flap-stuck#hinge"), ("- id: hands", "gate:hands-clear")]
)
def test_an_id_says_what_it_is_the_id_of(editors: Editors, words: str, named: str) -> None:
    async def ask(editor: Editor) -> Any:
        await editor.open_other(GATES, (editor.root / GATES).read_text("utf-8"))
        return await editor.client.text_document_hover_async(lsp.HoverParams(*editor.at(words)))

    assert editors.talk(ask).contents.value.startswith(f"**{named}**\n")


def test_a_link_that_leads_nowhere_says_nothing(editors: Editors) -> None:
    async def ask(editor: Editor) -> Any:
        await editor.type(BRUSH, "not_seen: resolution:brush-the-hing")
        return await editor.client.text_document_hover_async(lsp.HoverParams(*editor.at("not_seen: resolution:brush")))

    assert editors.talk(ask) is None


def test_a_link_that_leads_nowhere_is_not_renamed(editors: Editors) -> None:
    async def ask(editor: Editor) -> Any:
        await editor.type(BRUSH, "not_seen: resolution:brush-the-hing")
        document, position = editor.at("not_seen: resolution:brush")
        return await editor.client.text_document_rename_async(lsp.RenameParams(document, position, "sweep-the-hinge"))

    assert editors.talk(ask) is None


def test_without_the_sites_own_file_nothing_is_known(editors: Editors) -> None:
    async def ask(editor: Editor) -> tuple[Any, Any]:
        await editor.open_other("checklists/site.yml", "languages: 1\n")
        document, position = editor.at("not_seen: resolution:brush")
        hover = await editor.client.text_document_hover_async(lsp.HoverParams(document, position))
        return hover, await editor.client.text_document_completion_async(lsp.CompletionParams(document, position))

    assert editors.talk(ask) == (None, [])


def test_a_rename_reaches_every_file_and_remembers_the_old_name(editors: Editors) -> None:
    async def ask(editor: Editor) -> lsp.WorkspaceEdit:
        document, position = editor.at("not_seen: resolution:brush")
        params = lsp.RenameParams(document, position, "sweep-the-hinge")
        found = await editor.client.text_document_rename_async(params)
        assert found is not None
        return found

    moved, *edits = editors.talk(ask).document_changes
    assert (Path(moved.old_uri).name, Path(moved.new_uri).name) == ("brush-the-hinge.yml", "sweep-the-hinge.yml")
    texts = {Path(edit.text_document.uri).name: edit.edits[0].new_text for edit in edits}
    assert "was: [brush-the-hinge]" in texts["sweep-the-hinge.yml"]
    assert "resolution:sweep-the-hinge" in texts["flap-stuck.yml"]
    assert {"flap-stuck.yml", "rainy-monday.yml"} <= set(texts)


def test_the_outline_names_the_steps(editors: Editors) -> None:
    async def ask(editor: Editor) -> list[Any]:
        params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(editor.uri))
        return list(await editor.client.text_document_document_symbol_async(params) or [])

    assert [symbol.name for symbol in editors.talk(ask)] == ["look", "hinge", "push"]


def test_a_name_that_is_taken_is_refused_with_a_sentence(editors: Editors) -> None:
    async def ask(editor: Editor) -> Any:
        document, position = editor.at("not_seen: resolution:brush")
        params = lsp.RenameParams(document, position, "call-workshop")
        return await editor.client.text_document_rename_async(params)

    assert editors.talk(ask) is None


def test_where_nothing_has_a_name_nothing_is_renamed(editors: Editors) -> None:
    async def ask(editor: Editor) -> Any:
        document, position = editor.at("minutes: 2")
        return await editor.client.text_document_rename_async(lsp.RenameParams(document, position, "sweep-the-hinge"))

    assert editors.talk(ask) is None


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], list[str]]:
    """Shows the problems of a file as it was in some version, in this process, where version 2 of a checklist and of a
    page are open. Gives the files that were told about."""
    told: list[str] = []
    held = Workspace(None)
    for file in (FLAP, "docs/about.md"):
        held.put_text_document(lsp.TextDocumentItem((CATALOG / file).as_uri(), "yaml", 2, "title: [\n"))
    monkeypatch.setattr("counterside.cli.lsp._PAUSE", 0)
    monkeypatch.setattr(ProjectServer, "workspace", held)
    monkeypatch.setattr(
        ProjectServer,
        "text_document_publish_diagnostics",
        lambda _, params: told.append(find_path(params.uri, CATALOG)),
    )

    def show_version(file: str, version: int) -> list[str]:
        document = lsp.VersionedTextDocumentIdentifier(version, (CATALOG / file).as_uri())
        params = lsp.DidChangeTextDocumentParams(document, [])
        with ThreadPoolExecutor(1) as thread:  # in the tests' thread a browser may have an event loop already
            thread.submit(asyncio.run, show_problems(ProjectServer(CATALOG), params)).result()
        return told

    return show_version


def test_what_is_typed_on_is_told_about_once(show: Callable[[str, int], list[str]]) -> None:
    assert show(FLAP, 1) == []
    assert show(FLAP, 2) == [FLAP]


def test_a_page_that_is_typed_in_does_not_check_the_records_again(show: Callable[[str, int], list[str]]) -> None:
    assert show("docs/about.md", 2) == []


@pytest.mark.parametrize(
    "uri", ["file:///c:/my%20shop/checklists/site.yml", "file:///C%3A/my%20shop/checklists/site.yml"]
)
def test_a_file_of_a_drive_is_found_however_an_editor_writes_the_drive(uri: str) -> None:
    assert find_path(uri, PureWindowsPath("C:/my shop")) == "checklists/site.yml"


@pytest.mark.parametrize(
    ("uri", "file"),
    [
        ("file:///my%20shop/checklists/site.yml", "checklists/site.yml"),
        ("file:///another/checklists/site.yml", ""),
        ("untitled:checklists/site.yml", ""),
    ],
)
def test_a_file_is_called_by_its_path_below_the_project(uri: str, file: str) -> None:
    assert find_path(uri, PurePosixPath("/my shop")) == file
