from __future__ import annotations

from django.urls import path

from qunluo.talk.exchange import views

C = "c/<slug:community>/exchange/"
ONE = f"{C}<int:listing_id>/"

urlpatterns = [
    path(C, views.board, name="board"),
    path(f"{C}new/", views.new, name="new"),
    path(ONE, views.listing, name="listing"),
    path(f"{ONE}edit/", views.edit, name="edit"),
    path(f"{ONE}contact/", views.contact, name="contact"),
    path(f"{ONE}applications/", views.application, name="application"),
    path(f"{ONE}applications/<int:application_id>/", views.answer, name="answer"),
    path(f"{ONE}closure/", views.closure, name="closure"),
    path(f"{ONE}renewal/", views.renewal, name="renewal"),
    path(f"{ONE}removal/", views.removal, name="removal"),
    path(f"{ONE}restoration/", views.restoration, name="restoration"),
    path("c/<slug:community>/work/exchange/", views.work, name="work"),
]
