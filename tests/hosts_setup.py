"""What `make test-hosts` needs from the system: nginx with Debian's module for files compressed beforehand.

Installs them as root on a system with apt; elsewhere says what to do. Never fails: the tests that need nginx say
themselves that they were left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = ("nginx-light", "libnginx-mod-http-brotli-static")
_COMMAND = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]


def find_nginx() -> str | None:
    """The web server's program, which stands outside an ordinary user's PATH on Debian."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def main() -> None:
    """Install what is missing where that is allowed."""
    if find_nginx():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        _install()
    if not find_nginx():
        print(f"nginx is not here, so its recipe is not tried. On Debian or Ubuntu: sudo {' '.join(_COMMAND)}")


def _install() -> None:
    print(f"installing {' and '.join(PACKAGES)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["apt-get", "update"], _COMMAND):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr.strip(), file=sys.stderr)
            return


if __name__ == "__main__":
    main()
