from __future__ import annotations

from django.urls import path, re_path

from qunluo.insight.metrics import views

FORM = r"(?P<form>csv|xlsx)"
HERE = r"^c/(?P<community>[-\w]+)/insight/"
TOGETHER = r"^organisations/(?P<organisation>[-\w]+)/insight/"
METRIC = rf"{HERE}(?P<metric_id>[a-z0-9_]+(?:\.[a-z0-9_]+)+)/"

urlpatterns = [
    path("c/<slug:community>/insight/", views.dashboard, name="dashboard"),
    re_path(rf"{HERE}overview\.{FORM}$", views.overview_file, name="overview_file"),
    re_path(rf"{METRIC}$", views.metric, name="metric"),
    re_path(rf"{METRIC}series\.{FORM}$", views.series_file, name="series_file"),
    re_path(rf"{METRIC}rows\.{FORM}$", views.rows_file, name="rows_file"),
    re_path(rf"{TOGETHER}$", views.organisation, name="organisation"),
    re_path(rf"{TOGETHER}overview\.{FORM}$", views.organisation_file, name="organisation_file"),
]
