"""The Jinja2 environment of all pages: addresses, messages in two languages, built assets."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from qunluo.kernel.ui import display, fields, pictures
from qunluo.kernel.ui.assets import asset
from qunluo.kernel.web.fragments import KeptPieces
from qunluo.kernel.web.tokens import SENDING_MARK
from qunluo.site.frame import address_or_empty


def environment(**options: Any) -> Environment:
    """Called once by Django's Jinja2 backend."""
    options["undefined"] = StrictUndefined
    env = Environment(  # noqa: S701 - Django's backend passes autoescape=True
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols", KeptPieces],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(url=url, static=static, asset=asset, language=translation.get_language)
    env.globals["url_or_empty"] = address_or_empty
    env.globals.update(pictures.PICTURES)
    env.globals["sending_mark"] = SENDING_MARK
    env.filters.update(display.FILTERS)
    env.filters.update(fields.FILTERS)
    return env


@lru_cache(maxsize=5000)
def url(name: str, *args: Any, **kwargs: Any) -> str:
    """`url("forum:topic", community=slug, topic_id=7)`; addresses do not change while we run."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
