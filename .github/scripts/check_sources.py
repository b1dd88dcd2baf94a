"""Whether the addresses in `checklists/sources.yml` still answer. Needs the network; no build and no test runs it.

    python .github/scripts/check_sources.py

Prints a line a source. Exit 1 when one is gone (404, 410, or a name that no longer exists): an editor then finds where
it went, or another source. Refusals (403, 429) and slow hosts are said, and are no failure: many refuse programs.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import sys
from pathlib import Path
from urllib.parse import urlsplit

from counterside.content.load import load_catalog
from counterside.model.records import Source

GONE = (404, 410)
SECONDS = 20
ROOT = Path(__file__).parents[2]


def answer(address: str) -> str:
    """What the host says, in a word or two: a status, or why there is none."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=SECONDS)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "counterside source check"})
        return str(connection.getresponse().status)
    except socket.gaierror:
        return "no such host"
    except ssl.SSLError:
        return "certificate refused"
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()


def is_gone(said: str) -> bool:
    """Whether an editor has to look for another address."""
    return said == "no such host" or said in map(str, GONE)


def main() -> int:
    """Ask each host once, in order."""
    catalog = load_catalog(ROOT).catalog
    found = catalog.of(Source) if catalog else ()
    gone = 0
    for source in found:
        if source.address:
            said = answer(source.address)
            gone += is_gone(said)
            print(f"{'GONE' if is_gone(said) else '    '} {said:22} {source.id:16} {source.address}")
    print(f"{gone} gone")
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main())
