from __future__ import annotations

from django.urls import path

from qunluo.insight.segments import views

HERE = "c/<slug:community>/insight/segments/"

urlpatterns = [
    path(HERE, views.segments, name="segments"),
    path(f"{HERE}new/", views.new, name="new"),
    path(f"{HERE}overlap/", views.overlap, name="overlap"),
    path(f"{HERE}members/<int:member_id>/", views.member, name="member"),
    path(f"{HERE}<int:segment_id>/", views.segment, name="segment"),
    path(f"{HERE}<int:segment_id>/rule/", views.rule, name="rule"),
    path(f"{HERE}<int:segment_id>/retirement/", views.retire, name="retire"),
]
