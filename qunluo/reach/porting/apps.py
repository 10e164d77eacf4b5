from __future__ import annotations

from django.apps import AppConfig


class PortingConfig(AppConfig):
    name = "qunluo.reach.porting"
