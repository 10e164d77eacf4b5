from __future__ import annotations

from django.apps import AppConfig


class PreferencesConfig(AppConfig):
    name = "qunluo.kernel.preferences"
