"""The only file that knows MkDocs: stops a build with problems, and adds our pages to a finished one.

MkDocs builds the hand-written pages and their navigation; static-i18n runs the whole build once per language. Our
pages take part in it as addresses alone, after static-i18n has sorted the files of a language (priority -200), so that
prose can link to them. They are written once all languages are done, by the code that `counterside build` uses too.
"""

import gc
import logging
import os
import pickle
import re
import socket
from collections.abc import Iterable
from pathlib import Path
from threading import Lock, Timer
from time import perf_counter
from typing import Any, Literal
from wsgiref.types import StartResponse, WSGIEnvironment

import click
from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as ProsePage

from counterside import build
from counterside.build import PROSE_ONLY, prose_key
from counterside.check import Report, check_all, format_problem, preview_report
from counterside.content.load import Loaded
from counterside.content.prose import list_drawn_pages
from counterside.content.yaml_reader import is_draft
from counterside.site import routes, view
from counterside.site.view import Page, View
from counterside.text.files import write_if_changed
from counterside.text.i18n import find_stand_in
from counterside.text.problems import CannotDo, Problem

log = get_plugin_logger("counterside")

_LANGUAGE = re.compile(r'<html lang="[^"]*"')
_ALTERNATES = re.compile(r'(?:\s*<link rel="alternate" href="[^"]*" hreflang="[^"]*">)+')


class _RecordPage(File):
    """A page that MkDocs knows the address of and does not write."""

    def copy_file(self, dirty: bool = False) -> None:
        pass


def _i18n_plugin(config: MkDocsConfig) -> Any:
    plugin = config.plugins.get("i18n")
    if plugin is None:
        raise PluginError("mkdocs.yml needs the i18n plugin: it builds the prose once a language")
    return plugin


class CountersidePlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """What MkDocs calls. MkDocs keeps a plugin that has `on_startup` between the rebuilds of a preview."""

    def __init__(self) -> None:
        self.root = Path()
        self.is_preview = False
        self.report = Report(Loaded())
        self.next_report: Report | None = None  # read already, and not yet built
        self.hidden: tuple[Problem, ...] = ()  # the problems of files that a preview leaves out
        self.prose_key = ""
        self.pages: dict[str, Page] = {}  # of a preview, by file, until a browser has asked for them
        self.drawing = Lock()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview: it shows problems instead of stopping at them."""
        self.is_preview = command == "serve"
        logging.getLogger("mkdocs.plugins.mkdocs_static_i18n.plugin").addFilter(
            # It complains that no home page is written in Markdown: ours is not, and it is there.
            lambda record: "Could not find a homepage" not in record.getMessage()
        )

    def on_config(self, config: MkDocsConfig) -> None:
        """Read and check everything, once for all languages. With problems nothing is built, except in a preview."""
        i18n = _i18n_plugin(config)
        if i18n.building:
            self._apply_language(config, i18n.current_language)
            return
        self.root = Path(config.config_file_path).parent
        if self.is_preview and not self.prose_key:  # later, this very preview has taken it
            self._require_free_address(config)
        self.report, self.next_report = self.next_report or self._read_report(), None
        problems = self.report.problems
        if problems and not self.is_preview:
            raise PluginError(f"{len(problems)} to fix in the checklists; nothing was built")
        self.prose_key = prose_key(self.root, self.report)
        self._apply_site(config)

    def _read_report(self) -> Report:
        """The project as it is, or as `counterside build` read it. A preview goes on without what has problems."""
        if PROSE_ONLY in os.environ:  # the process that builds the other pages left its catalog a second ago
            return Report(Loaded(catalog=pickle.loads(Path(os.environ[PROSE_ONLY]).read_bytes())))  # noqa: S301
        try:
            report = check_all(self.root)
        except CannotDo as failed:
            raise PluginError(str(failed)) from None
        for problem in report.problems:
            log.error(format_problem(problem, report.address, report.excerpt(problem)))
        if not self.is_preview or any(problem.path == "mkdocs.yml" for problem in report.problems):
            return report  # what is in the settings holds for every page
        self.hidden = report.problems
        return preview_report(self.root, report, self.report)

    def _require_free_address(self, config: MkDocsConfig) -> None:
        """Stop a preview before its first build where another program uses its address."""
        host, port = config.dev_addr
        try:
            family = socket.getaddrinfo(host, port)[0][0]
            socket.create_server((host, port), family=family).close()
        except (OSError, OverflowError) as error:
            fix = "choose another: `counterside serve --address HOST:PORT`"
            raise PluginError(f"{host}:{port} cannot be used: {error.args[-1]}; {fix}") from None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Show a saved record without building the prose again, which takes three times as long."""
        build_all = server.builder

        def rebuild(config_again: MkDocsConfig | None = None) -> None:
            started = perf_counter()
            gc.disable()  # to look for circles among a million new objects doubles the time that this takes
            try:
                old, new = self.report, self._read_report()
                if old.problems or new.problems or prose_key(self.root, new) != self.prose_key:
                    # The prose may look different, or problems are shown in its place.
                    self.next_report = new
                    build_all()
                else:
                    self.report = new
                    self.pages = build.write_assets(self.root, new.sound_catalog, Path(config.site_dir))
            finally:
                gc.enable()
                # The state before would stay for hours, and one more with each save; the page is shown first.
                collecting = Timer(1, gc.collect)
                collecting.daemon = True
                collecting.start()
            click.echo(f"built again in {perf_counter() - started:.1f} s")

        def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            self._draw_page(config, environ["PATH_INFO"].removeprefix(server.mount_path))
            return server.serve_request(environ, start_response)

        server.builder = rebuild
        server.set_app(serve)
        click.echo(f"preview: {config.site_url} (a saved file shows up by itself; Ctrl-C ends the preview)")
        return server

    def _draw_page(self, config: MkDocsConfig, path: str) -> None:
        """Write the page at a path of a preview, if it has not been asked for since the last edit."""
        with self.drawing:  # another tab that asks meanwhile gets the new one as well
            page = self.pages.pop(f"{path}index.html" if path.endswith("/") or not path else path, None)
            if page is not None:
                file = page.place.file if page.place else ""
                problems = [problem for problem in self.hidden if problem.path == file]
                if problems:
                    html = routes.problem_page(problems, page.path).html
                else:
                    source = self.report.loaded.sources.get(file)
                    html = view.mark_preview(page.draw_html(), source is not None and is_draft(source.data))
                write_if_changed(Path(config.site_dir) / page.file, html.encode())

    def _apply_site(self, config: MkDocsConfig) -> None:
        """What `checklists/site.yml` says holds for the prose as well. A preview keeps its own address."""
        if self.report.problems:
            return
        site = self.report.sound_catalog.site
        if not self.is_preview:
            config.site_url = site.address
        config.repo_url = site.repository if site.forge != "none" else None
        config.repo_name = (config.repo_url or "").removeprefix("https://").partition("/")[2] or None
        if site.colours:
            config.extra_css.append(view.PROSE_COLOURS)
        config.edit_uri = view.edit_path(site, "docs/") or None
        self._apply_language(config, site.codes[0])

    def _apply_language(self, config: MkDocsConfig, language: str) -> None:
        """What the site is called in a language, with our home page and the foot of our pages in it."""
        if self.report.problems:
            return
        catalog = self.report.sound_catalog
        config.site_name = catalog.site.name[language]
        config.site_description = catalog.site.description[language]
        shown = next(each for each in catalog.site.all_languages if each.code == language)
        home = View(catalog, shown, "")
        config.extra.update(
            homepage=shown.prefix or ".",
            foot=[(f"{shown.prefix}{path}" or ".", home.t(label)) for path, label in home.foot],
            edit=home.t("edit_page"),
            report=home.report_url(None, page=False),
            report_words=home.t("report_problem"),
        )

    @event_priority(-200)  # after static-i18n, which cannot handle files that are on no disk
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the addresses of our pages in the language being built, named as static-i18n names translations: a link
        to `symptoms/no-power/index.html` in English prose leads to the English page."""
        if self.report.problems:
            return files
        catalog, i18n = self.report.sound_catalog, _i18n_plugin(config)
        prefix = next(each.prefix for each in catalog.site.all_languages if each.code == i18n.current_language)
        for name in list_drawn_pages(catalog):
            source = f"{name.removesuffix('.html')}.{i18n.current_language}.html" if i18n.building else name
            file = _RecordPage(source, None, config.site_dir, config.use_directory_urls, dest_uri=prefix + name)
            file.url = prefix + name.removesuffix("index.html")
            file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Cache the compiled templates of the theme, which otherwise are compiled for every language of every build."""
        folder = self.root / ".cache" / "theme"
        folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))
        if "language" in config.theme:  # static-i18n names the site's: the theme has words in some sixty, or stops
            asked = str(_i18n_plugin(config).current_language)
            spoken = {path.stem for folder in config.theme.dirs for path in Path(folder).glob("partials/languages/*")}
            fitting = (code for code in (asked, asked.split("-")[0]) if code in spoken)
            config.theme["language"] = next(fitting, find_stand_in(asked))
        return env

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Leave out what we write ourselves: MkDocs' own `404.html` and `sitemap.xml` know no kind of page whole."""
        return "" if template_name in ("404.html", "sitemap.xml") else output_content

    def on_post_page(self, output: str, *, page: ProsePage, config: MkDocsConfig) -> str:
        """Name the language of a prose page by its whole tag, which the theme shortens or does not know, and make its
        counterparts absolute, as search engines want them; show problems in a preview."""
        file = f"docs/{page.file.src_uri}"
        problems = self.report.problems or [problem for problem in self.hidden if problem.path == file]
        if problems:
            return routes.problem_page(problems, page.url).html
        i18n = _i18n_plugin(config)
        output = _LANGUAGE.sub(f'<html lang="{i18n.current_language}"', output, count=1)
        alternates: dict[str, File] = getattr(page.file, "alternates", {})
        addresses = [(locale, f"{config.site_url}{file.url}") for locale, file in alternates.items()]
        addresses += [("x-default", address) for locale, address in addresses if locale == i18n.default_language]
        # The space means nothing to a reader of the page; without it Material's script requests a sitemap for each.
        links = [f'\n<link rel=" alternate" hreflang="{locale}" href="{address}">' for locale, address in addresses]
        linked = _ALTERNATES.sub(lambda _: "".join(links), output, count=1)
        return linked if self.is_preview else view.with_policy(linked)

    @event_priority(-200)  # after static-i18n, which builds the other languages in this event
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write everything that is not prose, once all languages are there."""
        if _i18n_plugin(config).building or PROSE_ONLY in os.environ:
            return
        folder = Path(config.site_dir)
        self.pages = {}
        if self.report.problems:  # shown at every address of ours, and at those that are not there
            catalog = self.report.catalog
            known = list_drawn_pages(catalog) if catalog else ()
            prefixes = [language.prefix for language in catalog.site.all_languages] if catalog else [""]
            for name in {"index.html", "404.html", *(prefix + name for prefix in prefixes for name in known)}:
                write_if_changed(folder / name, routes.problem_page(self.report.problems, name).html.encode())
            return
        try:
            if self.is_preview:
                self.pages = build.write_assets(self.root, self.report.sound_catalog, folder)
                self._draw_page(config, "404.html")  # no browser asks for it by its address
                return
            build.write_site(self.root, self.report, folder)
            build.complete_site(self.report, folder)
        except build.BuildFailed as failed:
            raise PluginError(str(failed)) from None


# The same for a site that names this file under `hooks:` in its mkdocs.yml, as the first edition's do.
_HOOK = CountersidePlugin()
globals().update({name: getattr(_HOOK, name) for name in vars(CountersidePlugin) if name.startswith("on_")})
