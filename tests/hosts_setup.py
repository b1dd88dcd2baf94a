"""What `make test-hosts` needs from the system: nginx with Debian's module for files compressed beforehand.

Installs them as root on a system with apt; elsewhere says what to do. Never fails: the tests that need nginx say
themselves that they were left out.
"""

from __future__ import annotations

import os
import shutil

from browser_setup import install_packages, may_install

PACKAGES = ("nginx-light", "libnginx-mod-http-brotli-static")


def find_nginx() -> str | None:
    """The web server's program, which stands outside an ordinary user's PATH on Debian."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def main() -> None:
    """Install what is missing where that is allowed."""
    if find_nginx() is None and may_install():
        print(f"installing {' and '.join(PACKAGES)}")
        install_packages(*PACKAGES)
    if find_nginx() is None:
        wanted = " ".join(PACKAGES)
        print(f"nginx is not here, so its recipe is not tried. On Debian or Ubuntu: sudo apt-get install {wanted}")


if __name__ == "__main__":
    main()
