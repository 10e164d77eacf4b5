from __future__ import annotations

from django.apps import AppConfig


class WelcomeConfig(AppConfig):
    name = "qunluo.people.welcome"
