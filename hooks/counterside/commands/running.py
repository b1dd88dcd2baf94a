"""What every command shares: which project, what keeps it from running, and how it is told."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from counterside import pipeline
from counterside.commands.watching import watching
from counterside.content.load import Loaded, MissingFolder, load_catalog
from counterside.model import Catalog

T = TypeVar("T")

ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path),
    help="The project's folder; default: the nearest one above with checklists/.",
)


class CannotRun(click.ClickException):
    """Nothing could be checked or built; one plain sentence, exit 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(f"counterside: {self.message}", err=True)


def project(root: Path | None) -> Path:
    """The folder named by `--root`, or the nearest one above that holds `checklists/`."""
    if root is not None:
        if not root.is_dir():
            raise CannotRun(f"there is no folder {root}")
        return root.resolve()
    return run(lambda: pipeline.project_root(Path.cwd()))


@contextmanager
def at_once() -> Iterator[None]:
    """For work that ends with the process: records refer to one another but never in circles, so that looking for
    what could be freed, a third of the time that a large catalog takes, finds nothing; nor does it afterwards."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # or the next small thing would have everything looked through
        if was_enabled:
            gc.enable()


def run(work: Callable[[], T]) -> T:
    """Do `work`; what keeps it from running becomes one sentence."""
    try:
        return work()
    except MissingFolder as failed:
        raise CannotRun(str(failed)) from None
    except OSError as error:
        raise CannotRun(f"{error.strerror or error}: {error.filename}" if error.filename else str(error)) from None


def judged(folder: Path, with_sheets: bool = True) -> pipeline.Checked:
    """The project read and checked, the fit of its sheets as well unless `with_sheets` is false. Raises `CannotRun`."""
    found = run(lambda: pipeline.check(folder))
    if not with_sheets:
        return found
    with watching() as watch:
        return run(lambda: pipeline.judge_fit(folder, found, watch))


def catalog_of(folder: Path) -> Catalog:
    """The catalog as it stands, judged or not: reports help to mend it. Raises `CannotRun` without `site.yml`."""
    return usable(run(lambda: load_catalog(folder)))


def usable(found: Loaded) -> Catalog:
    """The catalog that was read. Raises `CannotRun` without `site.yml`."""
    if found.whole is None:
        raise CannotRun("checklists/site.yml cannot be used; `counterside check` says why")
    return found.whole


def under(path: Path, wanted: Iterable[Path]) -> bool:
    """Whether `path` is one of some files or lies in one of some folders; naming none means all."""
    chosen = [each.resolve() for each in wanted]
    return not chosen or any(path.is_relative_to(each) for each in chosen)


def count(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def escaped(message: str) -> str:
    """Data of a workflow command: percent and line ends are escaped."""
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
