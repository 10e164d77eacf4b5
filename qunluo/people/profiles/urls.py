from __future__ import annotations

from django.urls import path

from qunluo.people.profiles import views

C = "c/<slug:community>/"

urlpatterns = [
    path(f"{C}profile/", views.card, name="card"),
    path(f"{C}profile/preview/", views.preview, name="preview"),
    path(f"{C}following/", views.following, name="following"),
    path(f"{C}members/<int:member_id>/following/", views.follow, name="follow"),
]
