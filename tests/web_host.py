"""The real site as a host gets it, and an nginx that serves it by the recipe; for `tests/hosts/`."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from counterside.build import build_site
from counterside.check import check_project, format_problem
from counterside.site.verify import SITE
from hosts_setup import find_nginx
from mini_site import PROJECT

RECIPE = PROJECT / "hosts" / "nginx" / "counterside.conf"
MODULES = Path("/usr/lib/nginx/modules")
TYPES = Path("/etc/nginx/mime.types")
SUB_PATH = "/pos"
_SOURCES = ("checklists", "docs", "hooks", "mkdocs.yml")
_SECONDS_TO_START = 10


@dataclass(frozen=True)
class Answer:
    """What a host answered: header names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Host:
    """A server on this machine, serving the built site in `folder` below `base`."""

    port: int
    folder: Path
    base: str = ""
    address: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", f"http://127.0.0.1:{self.port}{self.base}")

    def get(self, path: str, **headers: str) -> Answer:
        """The answer to one request, redirects not followed. `accept_encoding` is the header Accept-Encoding."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest("GET", path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()


def links(page: str) -> list[str]:
    """Every address of a page that a browser or a reader may follow, in order."""
    found = BeautifulSoup(page, "html.parser").select(":is([href], [src]):not([rel~=canonical], [rel~=alternate])")
    return [str(tag[name]) for tag in found for name in ("href", "src") if tag.get(name)]


def build(folder: Path, address: str | None = None, is_compressed: bool = False) -> Path:
    """The project's own site, built in a copy of its sources in `folder`; at another address if one is named."""
    for name in _SOURCES:
        source = PROJECT / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, folder / name)
    if address is not None:
        file = folder / "checklists" / "site.yml"
        text, count = re.subn(r"(?m)^address: .*$", f"address: {address}", file.read_text("utf-8"))
        assert count == 1
        file.write_text(text, encoding="utf-8")
    checked = check_project(folder)
    assert [format_problem(problem, "") for problem in checked.problems] == []
    # without sheets, which take minutes and are files like any other
    build_site(folder, checked, with_sheets=False, is_compressed=is_compressed)
    return folder / SITE


def served(work: Path, site: Path, base: str = "") -> Iterator[Host]:
    program = find_nginx()
    if program is None or not (MODULES / "ngx_http_brotli_static_module.so").is_file():
        pytest.skip("nginx with Debian's brotli module is not installed; `make test-hosts` says how")
    root = work / "root"
    shutil.copytree(site, root / base.strip("/"))
    host = Host(_free_port(), root / base.strip("/"), base)
    config = work / "nginx.conf"
    config.write_text(_configuration(work, root, host), encoding="utf-8")
    server = subprocess.Popen([program, "-p", str(work), "-c", str(config)], stderr=subprocess.PIPE, text=True)
    try:
        _wait_for(host.port, server)
        yield host
    finally:
        server.terminate()
        server.communicate(timeout=10)


def _configuration(work: Path, root: Path, host: Host) -> str:
    """A main file around the recipe, which has only its port, its folder and its base changed."""
    recipe = RECIPE.read_text("utf-8")
    for pattern, value in (
        (r"listen 80;\n\s*listen \[::\]:80;", f"listen 127.0.0.1:{host.port};"),
        (r"root /var/www/counterside;", f"root {root};"),
        (r'(\$counterside_base \{\n\s*default) "";', rf'\1 "{host.base}";'),
    ):
        recipe, count = re.subn(pattern, value, recipe)
        assert count == 1, f"the recipe no longer holds {pattern}"
    temporary = "".join(
        f"{name}_temp_path {work / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"load_module {MODULES}/ngx_http_brotli_static_module.so;\n"
        f"daemon off; worker_processes 1; pid {work}/pid; error_log stderr;\n{_user()}"
        f"events {{}}\nhttp {{ access_log off; include {TYPES}; default_type application/octet-stream;\n"
        f"{temporary}{recipe}}}\n"
    )


def _user() -> str:
    """As root, nginx would hand over to a user who may not read a test's folder."""
    return "user root;\n" if os.geteuid() == 0 else ""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[str]) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"nginx refuses its configuration: {server.communicate()[1]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nginx did not answer within {_SECONDS_TO_START} s")
