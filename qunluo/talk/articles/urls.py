from __future__ import annotations

from django.urls import path

from qunluo.talk.articles.views import collecting, feeding, reading, reviewing, writing

urlpatterns = [
    path("c/<slug:community>/articles/", reading.index, name="index"),
    path("c/<slug:community>/articles/spaces/<str:space>/", reading.space, name="space"),
    path("c/<slug:community>/articles/series/", collecting.all_series, name="all_series"),
    path("c/<slug:community>/articles/series/<str:series>/", collecting.series, name="series"),
    path("c/<slug:community>/articles/desk/", writing.desk, name="desk"),
    path("c/<slug:community>/articles/new/", writing.new, name="new"),
    path("c/<slug:community>/articles/feeds/", feeding.feeds, name="feeds"),
    path("feeds/<slug:slug>/<str:style>/", feeding.private_feed, name="private_feed"),
    path("c/<slug:community>/articles/feeds/<str:style>/", feeding.feed, name="feed"),
    path("c/<slug:community>/articles/sitemap.xml", feeding.sitemap, name="sitemap"),
    path(
        "c/<slug:community>/articles/topics/<int:topic_id>/responses/",
        reading.respond,
        name="responses",
    ),
    path("c/<slug:community>/articles/<int:article_id>/", reading.article, name="article"),
    path("c/<slug:community>/articles/<int:article_id>/edit/", writing.edit, name="edit"),
    path("c/<slug:community>/articles/<int:article_id>/words/", writing.keep, name="keep"),
    path("c/<slug:community>/articles/<int:article_id>/draft/", writing.draft, name="draft"),
    path("c/<slug:community>/articles/<int:article_id>/history/", writing.history, name="history"),
    path("c/<slug:community>/articles/<int:article_id>/card.png", feeding.card, name="card"),
    path("c/<slug:community>/articles/<int:article_id>/review/", reviewing.review, name="review"),
    path(
        "c/<slug:community>/articles/<int:article_id>/approval/",
        reviewing.approve,
        name="approval",
    ),
    path(
        "c/<slug:community>/articles/<int:article_id>/removal/",
        reviewing.throw_away,
        name="removal",
    ),
    path(
        "c/<slug:community>/articles/<int:article_id>/archive/", reviewing.archive, name="archive"
    ),
    path(
        "c/<slug:community>/articles/<int:article_id>-<str:slug>/", reading.article, name="article"
    ),
]
