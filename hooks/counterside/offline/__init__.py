"""The site without a network: the service worker and its list, a zip for a stick, one file for a chat."""

from counterside.offline.bundle import bundle
from counterside.offline.manifest import manifests
from counterside.offline.single import single_page
from counterside.offline.worker import WORKER, add_worker

__all__ = ["WORKER", "add_worker", "bundle", "manifests", "single_page"]
