from __future__ import annotations

from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "qunluo.kernel.text"
