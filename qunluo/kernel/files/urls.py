from __future__ import annotations

from django.urls import path, re_path

from qunluo.kernel.files import views

urlpatterns = [
    path("files/", views.upload, name="upload"),
    re_path(r"^files/(?P<key>[0-9a-f]{32})/$", views.stable, name="stable"),
    re_path(r"^files/(?P<key>[0-9a-f]{32})/(?P<name>[^/]+)$", views.signed, name="signed"),
]
