from __future__ import annotations

from django.urls import path

from qunluo.people.communities import views

urlpatterns = [
    path("c/<slug:community>/", views.card, name="card"),
]
