from __future__ import annotations

from django.urls import path

from qunluo.kernel.ui import views

urlpatterns = [
    path("design/", views.design, name="design"),
]
