from __future__ import annotations

from django.urls import path

from qunluo.kernel.text import views

urlpatterns = [path("text/preview/", views.preview, name="preview")]
