"""The `counterside` command. Exit codes: 0 no problem · 1 problems · 2 could not run."""

import gc
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from counterside.text.problems import CannotDo

# The modules of this package with the subcommands in each, there as `run_<name>`.
_MODULES = {
    "build": ("build", "export", "offline", "release", "serve", "sheets"),
    "check": ("check", "coverage", "explain", "graph", "review"),
    "lsp": ("lsp",),
    "new": ("font", "init", "new", "rename", "schema", "who"),
}
COMMANDS = {name: module for module, names in _MODULES.items() for name in names}


class _Commands(click.Group):
    # A command is imported when it is called: `check` would otherwise wait half a second for what draws pages.

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # a pipe may be of the system's own encoding, which lacks Chinese
                stream.reconfigure(encoding="utf-8", errors="replace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Turn what cannot be done, and errors of files, into a sentence on stderr and exit code 2."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # the reader of the output has gone, as `| head` does: click ends without a word
            raise
        except (CannotDo, OSError) as error:
            said = f"{error.strerror}: {error.filename}" if isinstance(error, OSError) and error.filename else error
            click.echo(f"counterside: {said}", err=True)
            sys.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name != "lsp":  # it runs until it is stopped
            # Records form no circles: looking for some takes a seventh of a check, and half as long when it ends.
            gc.disable()
            ctx.call_on_close(gc.enable)
            ctx.call_on_close(gc.freeze)  # the last one is called first: nothing is looked for once more
        command: click.Command = getattr(import_module(f"counterside.cli.{COMMANDS[cmd_name]}"), f"run_{cmd_name}")
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="counterside")
def main() -> None:
    """Checklists in YAML → a site and sheets that people can trust in a hurry."""
