from __future__ import annotations

from django.urls import path, re_path

from qunluo.insight.metrics import views

FORM = r"(?P<form>csv|xlsx)"
PICTURE = r"(?P<form>csv|png)"
DRAWN = r"(?P<form>csv|xlsx|png)"
IN = "c/<slug:community>/insight/"
HERE = r"^c/(?P<community>[-\w]+)/insight/"
TOGETHER = r"^organisations/(?P<organisation>[-\w]+)/insight/"
METRIC = rf"{HERE}(?P<metric_id>[a-z0-9_]+(?:\.[a-z0-9_]+)+)/"

urlpatterns = [
    path("c/<slug:community>/insight/", views.dashboard, name="dashboard"),
    re_path(rf"{HERE}overview\.{FORM}$", views.overview_file, name="overview_file"),
    re_path(rf"{HERE}charts/(?P<picture>[a-z]+)\.{PICTURE}$", views.chart, name="chart"),
    path(f"{IN}numbers/", views.numbers, name="numbers"),
    path(f"{IN}entries/", views.entries, name="entries"),
    path(f"{IN}entries/answers/", views.enter_answers, name="enter_answers"),
    path(f"{IN}entries/costs/", views.enter_costs, name="enter_costs"),
    path(f"{IN}entries/notes/", views.write_note, name="write_note"),
    path(f"{IN}entries/notes/<int:note_id>/removal/", views.strike_note, name="strike_note"),
    path(f"{IN}studies/<slug:study>/", views.study, name="study"),
    path(f"{IN}studies/<slug:study>/rows/", views.study_rows, name="study_rows"),
    re_path(
        rf"{HERE}studies/(?P<study>[a-z]+)/rows\.{FORM}$",
        views.study_rows_file,
        name="study_rows_file",
    ),
    path(f"{IN}studies/<slug:study>/views/", views.save_view, name="save_view"),
    path(
        f"{IN}studies/<slug:study>/views/<int:view_id>/removal/",
        views.drop_view,
        name="drop_view",
    ),
    re_path(
        rf"{HERE}studies/(?P<study>[a-z]+)/(?P<part>[a-z-]+)\.{PICTURE}$",
        views.study_file,
        name="study_file",
    ),
    re_path(rf"{METRIC}$", views.metric, name="metric"),
    re_path(rf"{METRIC}why/$", views.why, name="why"),
    re_path(rf"{METRIC}series\.{DRAWN}$", views.series_file, name="series_file"),
    re_path(rf"{METRIC}rows\.{FORM}$", views.rows_file, name="rows_file"),
    re_path(rf"{TOGETHER}$", views.organisation, name="organisation"),
    re_path(
        rf"{TOGETHER}charts/(?P<metric_id>[a-z0-9_.]+)\.{PICTURE}$",
        views.organisation_chart,
        name="organisation_chart",
    ),
    re_path(rf"{TOGETHER}overview\.{FORM}$", views.organisation_file, name="organisation_file"),
]
