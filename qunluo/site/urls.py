"""Every domain's addresses, each written in full in its own urls.py."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from qunluo.site import views
from qunluo.site.later import Later


def domain_urls() -> list[URLPattern | URLResolver]:
    """The urls.py of each kernel part and domain that has one."""
    apps = [*settings.KERNEL_APPS, *settings.DOMAIN_APPS]
    found = [f"{app}.urls" for app in apps if find_spec(f"{app}.urls")]
    return [
        path("", include((import_module(name).urlpatterns, name.split(".")[-2]))) for name in found
    ]


urlpatterns = [
    path("", views.front, name="front"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemaps, name="sitemaps"),
    path("display/", views.display, name="display"),
    Later("api/v1/", "qunluo.site.api_urls", app_name="ninja", namespace="api"),
    *domain_urls(),
]

handler400 = "qunluo.site.outside.bad_request"
handler403 = "qunluo.site.outside.not_allowed"
handler404 = "qunluo.site.outside.no_such_page"
handler500 = "qunluo.site.outside.broken"
