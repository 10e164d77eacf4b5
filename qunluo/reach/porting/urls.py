from __future__ import annotations

from django.urls import path

from qunluo.reach.porting import views

HERE = "c/<slug:community>/imports/"
urlpatterns = [
    path(HERE, views.imports, name="imports"),
    path(f"{HERE}<int:run_id>/", views.run, name="run"),
    path(f"{HERE}<int:run_id>/refused/", views.refused, name="refused"),
    path(f"{HERE}<int:run_id>/undoing/", views.undoing, name="undoing"),
    path("imports/new/", views.new_import, name="new_import"),
    path("imports/<int:order_id>/", views.order, name="order"),
    path("imports/<int:order_id>/progress/", views.progress, name="progress"),
    path("imports/<int:order_id>/again/", views.again, name="again"),
]
