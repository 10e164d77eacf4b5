from __future__ import annotations

from django.urls import path, re_path

from qunluo.insight.alerts import views

HERE = "c/<slug:community>/insight/alerts/"
ONE = f"{HERE}<int:alert_id>/"
RULE = f"{HERE}rules/<int:rule_id>/"

urlpatterns = [
    path(HERE, views.alerts, name="alerts"),
    path(ONE, views.alert, name="alert"),
    re_path(
        r"^c/(?P<community>[-\w]+)/insight/alerts/(?P<alert_id>[0-9]+)/chart\.(?P<form>csv|png)$",
        views.chart,
        name="chart",
    ),
    path(f"{ONE}taking/", views.take, name="take"),
    path(f"{ONE}release/", views.release, name="release"),
    path(f"{ONE}closure/", views.close, name="close"),
    path(f"{ONE}reopening/", views.reopen, name="reopen"),
    path(f"{HERE}rules/", views.rules, name="rules"),
    path(f"{HERE}rules/new/", views.new_rule, name="new_rule"),
    path(RULE, views.rule, name="rule"),
    path(f"{RULE}mute/", views.mute, name="mute"),
    path(f"{RULE}retirement/", views.retire, name="retire"),
    path(f"{HERE}days/", views.days, name="days"),
    path(f"{HERE}days/holidays/", views.holidays, name="holidays"),
    path(f"{HERE}days/<int:day_id>/removal/", views.strike, name="strike"),
]
