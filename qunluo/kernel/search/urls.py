from __future__ import annotations

from django.urls import path

from qunluo.kernel.search import views

urlpatterns = [
    path("c/<slug:community>/search/", views.results, name="results"),
    path("c/<slug:community>/work/searches/", views.unmet, name="unmet"),
]
