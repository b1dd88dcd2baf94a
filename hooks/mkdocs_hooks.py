"""The only file that knows MkDocs: hands finished pages over, and turns problems into a failed build.

MkDocs builds the hand-written prose and its navigation; static-i18n runs the whole build once a language. Our
pages join as static files in memory, after static-i18n has sorted the files of a language (priority -200), so
that one build, one preview server and one link check know both kinds.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as ProsePage
from mkdocs.utils import CountHandler

from counterside import pipeline
from counterside import site as pages
from counterside.loader import MissingFolder

log = get_plugin_logger("counterside")

_ALTERNATES = re.compile(r'(?:\s*<link rel="alternate" href="[^"]*" hreflang="[^"]*">)+')


class _Build:
    """What one run of MkDocs knows. MkDocs keeps hooks loaded between the rebuilds of a preview."""

    is_preview = False
    is_outline = False
    site = pipeline.Site((), (), pipeline.Checked(None, (), 0))


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether this is a preview: it shows problems instead of stopping at them."""
    _Build.is_preview = command == "serve"
    logging.getLogger("mkdocs.plugins.mkdocs_static_i18n.plugin").addFilter(_not_about_home)


def _not_about_home(record: logging.LogRecord) -> bool:
    """Drop the complaint that no home page is written in Markdown: ours is not, and it is there."""
    return "Could not find a homepage" not in record.getMessage()


def on_config(config: MkDocsConfig) -> None:
    """Read and judge everything, once for all languages. With problems nothing is built."""
    i18n = _i18n(config)
    if i18n.building:
        _name_home(config, i18n.current_language)
        return
    if _Build.is_preview:
        _go_on_whatever_happens(config)
    root = Path(config.config_file_path).parent
    outline = os.environ.get(pipeline.OUTLINE)
    if outline:  # `counterside build` draws the pages itself, in processes of its own
        _Build.is_outline = True
        _Build.site = pipeline.outlined(Path(outline).read_bytes())
        _take_over(config, _Build.site.checked)
        return
    try:
        site = _read_and_drawn(root, with_sheets=bool(os.environ.get("COUNTERSIDE_SHEETS")))
    except MissingFolder as missing:
        raise PluginError(str(missing)) from None
    _say(site.checked)
    if site.checked.problems and not _Build.is_preview:
        raise PluginError(f"{len(site.checked.problems)} to mend in the checklists; nothing was built")
    if _Build.is_preview:
        site = _previewed(site)
    _Build.site = site
    _take_over(config, site.checked)


def _read_and_drawn(root: Path, with_sheets: bool = False) -> pipeline.Site:
    """The site as it is now. A preview remembers what it read, judged and drew before the last save."""
    return pipeline.build(root, with_sheets, _Build.site)


def _go_on_whatever_happens(config: MkDocsConfig) -> None:
    """A preview shows what is wrong instead of ending. By now MkDocs has begun to count, if it is strict."""
    config.strict = False
    mkdocs = logging.getLogger("mkdocs")
    for handler in [found for found in mkdocs.handlers if isinstance(found, CountHandler)]:
        mkdocs.removeHandler(handler)


def _say(checked: pipeline.Checked) -> None:
    for problem in checked.problems:
        log.error(pipeline.described(problem, checked.address))


def _previewed(site: pipeline.Site) -> pipeline.Site:
    """The site as a preview serves it: with problems, every address of the last good build shows them."""
    if not site.checked.problems:
        return replace(site, pages=tuple(map(pages.for_preview, site.pages)))
    known = {page.path for page in _Build.site.pages} | {"", "404.html"}
    return replace(site, pages=tuple(pages.problem_page(site.checked.problems, path) for path in sorted(known)))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Let a saved record be seen without building the prose again. Whatever else was saved takes the whole way."""
    whole, before = server.builder, [_prose_print(config)]

    def build(config_again: MkDocsConfig | None = None) -> None:
        now = _prose_print(config)
        if now != before[0] or not _draw_again(config):
            before[0] = now
            whole()

    server.builder = build
    return server


def _prose_print(config: MkDocsConfig) -> dict[str, tuple[int, int]]:
    """What the prose is made from, by time and size: everything MkDocs watches but the records."""
    root = Path(config.config_file_path).parent
    paths = (root / "mkdocs.yml", *Path(config.docs_dir).rglob("*"), *(root / "hooks").rglob("*.*"))
    found = {str(path): path.stat() for path in paths if path.is_file() and path.suffix != ".pyc"}
    return {name: (state.st_mtime_ns, state.st_size) for name, state in found.items()}


def _draw_again(config: MkDocsConfig) -> bool:
    """Write the pages that a change of records changed. Not where prose may be touched: with a problem now or before,
    other settings of the site, or a page that came or went."""
    old = _Build.site
    site = _read_and_drawn(Path(config.config_file_path).parent)
    was, now = old.checked.catalog, site.checked.catalog
    if old.checked.problems or site.checked.problems or was is None or now is None:
        return False
    site = _previewed(site)
    known = {page.path: page.html for page in old.pages}
    if now.site != was.site or known.keys() != {page.path for page in site.pages}:
        return False
    changed = [(page.file, page.html.encode()) for page in site.pages if known[page.path] != page.html]
    for path, content in (*changed, *((asset.path, asset.content) for asset in site.assets)):
        target = Path(config.site_dir, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    _Build.site = site
    return True


def _take_over(config: MkDocsConfig, checked: pipeline.Checked) -> None:
    """What `checklists/site.yml` says holds for the prose as well. A preview keeps its own address."""
    if checked.catalog is None:
        return
    site = checked.catalog.site
    languages = [language.locale for language in _i18n(config).config.languages]
    if languages != list(site.codes):
        raise PluginError(
            f"mkdocs.yml has the languages {languages}, checklists/site.yml {list(site.codes)}: make them equal"
        )
    if not _Build.is_preview:
        config.site_url = site.address
    config.site_name = site.name[site.codes[0]]
    config.site_description = site.description[site.codes[0]]
    config.repo_url = site.repository
    config.repo_name = (site.repository or "").removeprefix("https://").partition("/")[2] or None
    if site.colours:
        config.extra_css.append(pages.PROSE_COLOURS)
    config.edit_uri = f"edit/{site.branch}/docs/" if site.repository else None
    for language in _i18n(config).config.languages:
        language.site_name = site.name[language.locale]
        language.site_description = site.description[language.locale]
    _name_home(config, site.codes[0])


def _name_home(config: MkDocsConfig, language: str) -> None:
    """Where the name in the header of a prose page leads, our home page in the same language, and what stands at its
    foot: what stands there on our own pages."""
    catalog = _Build.site.checked.catalog
    if catalog is None:
        config.extra.update(homepage=".", foot=())
        return
    tongue = next(tongue for tongue in catalog.site.tongues if tongue.code == language)
    view = pages.View(catalog, tongue, "")
    config.extra.update(
        homepage=tongue.prefix or ".",
        foot=[(f"{tongue.prefix}{path}" or ".", view.t(label)) for path, label in pages.FOOT],
        edit=view.t("edit_page"),
        report=view.report_url(None, page=False),
        report_words=view.t("report_problem"),
    )


@event_priority(-200)  # after static-i18n, which cannot handle files that are on no disk
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the language being built, and the shared files once."""
    i18n = _i18n(config)
    for page in _Build.site.pages:
        if page.language == i18n.current_language or _Build.site.checked.problems:
            files.append(_page_file(config, page))
    if not i18n.building:
        for asset in _Build.site.assets:
            files.append(File.generated(config, asset.path, content=asset.content))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keep what the theme's templates were made into: otherwise it is made anew for every language of every build."""
    folder = Path(config.config_file_path).parent / ".cache" / "theme"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return env


def _page_file(config: MkDocsConfig, page: pages.Page) -> File:
    """A page as a file that MkDocs copies as it is. Prose links to `symptoms/no-power/index.html#charger`; the
    anchors are known to MkDocs' own link check. Named as static-i18n names translations, so that the same link in
    English prose leads to the English page."""
    i18n = _i18n(config)
    name = page.file
    if i18n.building:
        name = f"{name.removeprefix(f'{page.language}/').removesuffix('.html')}.{page.language}.html"
    file = _made(config, name, page)
    file.dest_uri = page.file
    file.url = page.path
    return file


def _made(config: MkDocsConfig, name: str, page: pages.Page) -> File:
    if _Build.is_outline:
        return _Elsewhere(name, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.NOT_IN_NAV)
    file = File.generated(config, name, content=page.html, inclusion=InclusionLevel.NOT_IN_NAV)
    file.page = _Anchors(file, config, page.anchors)
    return file


class _Elsewhere(File):
    """A page that somebody else writes: MkDocs knows its address, lets prose link to it, and leaves it alone. Its
    anchors are looked at when the whole site is there (CS803)."""

    generated_by = "counterside"

    def copy_file(self, dirty: bool = False) -> None:
        pass


class _Anchors(ProsePage):
    """Stands for a page that is no Markdown: MkDocs asks it for its anchors and nothing else."""

    def __init__(self, file: File, config: MkDocsConfig, anchors: frozenset[str]) -> None:
        self.file = file
        self.title = None
        self.present_anchor_ids = set(anchors)
        self.links_to_anchors = {}


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Leave out what we write ourselves: MkDocs' own `404.html` and `sitemap.xml` know neither kind of page whole."""
    return "" if template_name in ("404.html", "sitemap.xml") else output_content


def on_post_page(output: str, page: ProsePage, config: MkDocsConfig) -> str:
    """Make a prose page's counterparts absolute, as search engines want them; show problems in a preview."""
    if _Build.site.checked.problems:
        return pages.problem_page(_Build.site.checked.problems, page.url).html
    alternates: dict[str, File] = getattr(page.file, "alternates", {})
    addresses = [(locale, f"{config.site_url}{file.url}") for locale, file in alternates.items()]
    default = _i18n(config).default_language
    addresses += [("x-default", address) for locale, address in addresses if locale == default]
    # The space means nothing to a reader of the page; without it Material's script asks for a sitemap beside each.
    links = "".join(f'\n<link rel=" alternate" hreflang="{locale}" href="{address}">' for locale, address in addresses)
    linked = _ALTERNATES.sub(lambda _: links, output, count=1)
    return linked if _Build.is_preview else pages.with_policy(linked)


def _i18n(config: MkDocsConfig) -> Any:
    plugin = config.plugins.get("i18n")
    if plugin is None:
        raise PluginError("mkdocs.yml needs the i18n plugin: it builds the prose once a language")
    return plugin
