from __future__ import annotations

from django.urls import path

from qunluo.talk.questions import views

urlpatterns = [
    path("c/<slug:community>/questions/unanswered/", views.unanswered, name="unanswered"),
    path("c/<slug:community>/questions/spaces/<str:space>/new/", views.ask, name="new_question"),
    path("c/<slug:community>/work/experts/", views.experts, name="experts"),
    path("c/<slug:community>/questions/<int:topic_id>/kind/", views.conversion, name="conversion"),
    path("c/<slug:community>/questions/<int:topic_id>/answers/", views.answer, name="answers"),
    path("c/<slug:community>/questions/posts/<int:post_id>/votes/", views.vote, name="votes"),
    path(
        "c/<slug:community>/questions/posts/<int:post_id>/acceptance/",
        views.accept,
        name="acceptance",
    ),
]
