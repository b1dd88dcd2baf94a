"""`counterside serve`: the live preview."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import click

from counterside.cli.common import ROOT, CannotRun, find_root, plain_errors
from counterside.prose_build import engine_environment

_COMMAND = (sys.executable, "-m", "mkdocs", "serve", "--quiet")


@click.command("serve")
@ROOT
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
def command(root: Path | None, address: str) -> None:
    """Serve a live preview: an edited record or page shows up in the browser by itself."""
    folder = find_root(root)
    config = folder / "mkdocs.yml"
    if not config.is_file():
        raise CannotRun(f"there is no mkdocs.yml in {folder}: the preview needs it")
    click.echo("building the preview …", err=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # `run` then stops the preview as well
    arguments = ("--dev-addr", address, "--config-file", str(config))
    try:
        with plain_errors():
            done = subprocess.run([*_COMMAND, *arguments], cwd=folder, env=engine_environment(), check=False)
    except KeyboardInterrupt:
        return
    sys.exit(done.returncode)
