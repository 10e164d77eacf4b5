from __future__ import annotations

from django.urls import path

from qunluo.kernel.jobs import views

urlpatterns = [
    path("admin/jobs/", views.overview, name="overview"),
    path("admin/jobs/<int:job_id>/run/", views.run_again, name="run_again"),
    path("admin/jobs/<int:job_id>/cancellation/", views.cancel, name="cancel"),
    path("admin/deliveries/run/", views.deliver_all_again, name="deliver_all_again"),
    path("admin/deliveries/<int:delivery_id>/run/", views.deliver_again, name="deliver_again"),
]
