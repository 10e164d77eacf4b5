from __future__ import annotations

from django.urls import path

from qunluo.people.welcome import views

C = "c/<slug:community>/"

urlpatterns = [
    path(f"{C}welcome/", views.welcome, name="welcome"),
    path(f"{C}welcome/away/", views.away, name="away"),
    path(f"{C}work/welcome/", views.work_welcome, name="work_welcome"),
]
