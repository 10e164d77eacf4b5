from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from qunluo.insight.metrics.engine import lake, remote


class MetricsConfig(AppConfig):
    name = "qunluo.insight.metrics"

    def ready(self) -> None:
        lake.spill_into(settings.LAKE_FOLDER)
        remote.ask_at(settings.LAKE_SPARK)
