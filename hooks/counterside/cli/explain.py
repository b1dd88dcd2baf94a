"""`counterside explain CODE`: the documentation of a check."""

from __future__ import annotations

import click

from counterside.check import CHECKS
from counterside.cli.common import CannotRun
from counterside.text.problems import did_you_mean


@click.command("explain")
@click.argument("code")
def command(code: str) -> None:
    """What a check's CODE means: why it exists, and an example of each side. The beginning of a code, such as CS2,
    lists the checks that begin with it."""
    known = {check.code: check for check in CHECKS}
    wanted = known.get(code.upper())
    if wanted is not None:
        click.echo(f"{wanted.code} {wanted.name}\n\n{wanted.doc}")
        return
    alike = [check for check in CHECKS if check.code.startswith(code.upper())]
    if not alike:
        raise CannotRun(f"there is no check `{code}`{did_you_mean(code.upper(), known)} The codes: {', '.join(known)}")
    click.echo("\n".join(f"{check.code} {check.name}: {check.summary}" for check in alike))
