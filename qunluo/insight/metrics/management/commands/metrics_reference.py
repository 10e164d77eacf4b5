"""Write `docs/reference/metrics.md` and its Chinese twin from the registry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from qunluo.insight.metrics.queries.catalogue import (
    FAMILIES,
    INCOMPLETE_RULE,
    ZONE_RULE,
    catalogue,
)
from qunluo.insight.metrics.queries.words import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGES = {"en": "metrics.md", "zh-hans": "metrics.zh-hans.md"}
SHAPE = """{
  "metric": "active.contributed", "version": 1, "kinds_version": 1,
  "name": {"zh-hans": "贡献成员", "en": "Members who contributed"}, "unit": "people",
  "community": "tea", "space": null, "by": "month", "timezone": "Asia/Shanghai", "week_start": 0,
  "watermark": 7, "covers_until": "2026-11-21T12:00:00+00:00", "query_hash": "…",
  "points": [{"start": "2026-10-01", "end": "2026-11-01", "value": 22, "status": "complete",
    "reason": null, "numerator": null, "denominator": null, "n": 22, "excluded": 1, "excluded_bots": 0, "low": null,
    "high": null, "query_hash": "…", "parts": []}],
  "average": []
}"""


class Command(BaseCommand):
    help = "Write the reference of metrics from the registry."

    def handle(self, *args: object, **options: object) -> None:
        folder = Path(settings.ROOT).parent / "docs" / "reference"
        folder.mkdir(parents=True, exist_ok=True)
        for language, name in PAGES.items():
            (folder / name).write_text(page(language), encoding="utf-8")


def page(language: str) -> str:
    """The whole page in one language."""
    with override(language):
        return "\n".join(_lines()) + "\n"


def _lines() -> Iterable[str]:
    yield "# " + _("Metrics")
    yield ""
    yield "<!-- Made by `manage.py metrics_reference`; change the registry, then run it again. -->"
    yield ""
    yield f"{ZONE_RULE} {INCOMPLETE_RULE}"
    yield ""
    yield f"`qunluo metric --list --json` · `GET /api/v1/communities/{{slug}}/metrics` · {SHAPE_NOTE}"
    yield ""
    yield f"```json\n{SHAPE}\n```"
    for family, name in FAMILIES.items():
        yield f"\n## {name}"
        for told in catalogue():
            if told.family == family:
                yield f"\n### {told.name} (`{told.id}`)\n"
                yield f"{told.definition} {told.population}\n"
                yield f"- {_('Formula')}: `{told.formula}`"
                counted = ", ".join(f"`{one}`" for one in told.activities or told.kinds)
                yield f"- {_('What counts')}: {counted}"
                yield f"- {_('Unit')}: {told.unit_name} · {_('Periods')}: {', '.join(told.bys)}"
                yield f"- v{told.version}, kinds v{told.kinds_version}"
    yield f"\n## {_('Reason')}\n"
    for code, text in REASONS.items():
        yield f"- `{code}`: {text}"


SHAPE_NOTE = "`qunluo metric ID --community SLUG --by month --from DATE --to DATE --json`:"
