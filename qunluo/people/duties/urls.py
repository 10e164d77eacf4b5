from __future__ import annotations

from django.urls import path

from qunluo.people.duties import views

W = "c/<slug:community>/work/duties/"

urlpatterns = [
    path(W, views.duties, name="duties"),
    path(f"{W}next/", views.next_one, name="next_one"),
    path(f"{W}<int:duty_id>/claim/", views.claim, name="claim"),
    path(f"{W}<int:duty_id>/release/", views.release, name="release"),
]
