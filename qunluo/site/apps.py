from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

# What each domain registers at start-up, in the order in which the pieces may lean on each other.
PIECES = ("activities", "rules", "providers", "slots", "listeners", "jobs", "sockets")


class SiteConfig(AppConfig):
    name = "qunluo.site"

    def ready(self) -> None:
        autodiscover_modules(*PIECES)
