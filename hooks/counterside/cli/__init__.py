"""The `counterside` command, one module per subcommand. Exit codes: 0 no problem · 1 problems · 2 could not run."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

COMMANDS = (
    "build", "check", "coverage", "explain", "export", "graph", "new", "offline", "release", "review", "schema",
    "serve", "sheets",
)  # fmt: skip
"""The subcommands: the modules of this package that hold a `command`."""


class _Commands(click.Group):
    """Imports a subcommand when it is asked for: `check` need not wait for what draws pages."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # a pipe may be of the system's own encoding, which lacks Chinese
                stream.reconfigure(encoding="utf-8", errors="replace")
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"counterside.cli.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="counterside")
def main() -> None:
    """Checklists in YAML → a site and sheets that people can trust in a hurry."""
