from __future__ import annotations

from django.urls import path

from qunluo.steer.reports import views

HERE = "c/<slug:community>/reports/"
urlpatterns = [
    path(HERE, views.reports, name="reports"),
    path(f"{HERE}make/", views.make, name="make"),
    path(f"{HERE}orders/<int:order_id>/", views.order, name="order"),
    path(f"{HERE}orders/<int:order_id>/progress/", views.progress, name="progress"),
    path(f"{HERE}orders/<int:order_id>/again/", views.again, name="again"),
    path(f"{HERE}<int:report_id>/", views.report, name="report"),
    path(f"{HERE}<int:report_id>/check/", views.check, name="check"),
    path(f"{HERE}<int:report_id>/publication/", views.publication, name="publication"),
    path(f"{HERE}<int:report_id>/report.<slug:form>", views.document, name="document"),
]
