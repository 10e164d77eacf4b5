from __future__ import annotations

from django.urls import path, register_converter

from qunluo.kernel.web.paths import WordConverter
from qunluo.talk.forum.views import carrying, keeping, ordering, reading, signs, writing

register_converter(WordConverter, "word")

TOPIC = "c/<slug:community>/forum/topics/<int:topic_id>/"

urlpatterns = [
    path("c/<slug:community>/forum/", reading.index, name="index"),
    path("c/<slug:community>/forum/spaces/<str:space>/", reading.space, name="space"),
    path("c/<slug:community>/forum/spaces/<str:space>/new/", writing.new_topic, name="new_topic"),
    path("c/<slug:community>/forum/home/", signs.home_order, name="home_order"),
    path("c/<slug:community>/forum/sitemap.xml", reading.sitemap, name="sitemap"),
    path("c/<slug:community>/forum/tags/", reading.tags, name="tags"),
    path("c/<slug:community>/forum/tags/<word:tag>/", reading.tag, name="tag"),
    path("c/<slug:community>/forum/tags/<word:tag>/name/", ordering.tag_name, name="tag_name"),
    path(
        "c/<slug:community>/forum/tags/<word:tag>/merging/",
        ordering.tag_merging,
        name="tag_merging",
    ),
    path("c/<slug:community>/forum/drafts/", reading.drafts, name="drafts"),
    path("c/<slug:community>/forum/drafts/<str:place>/", writing.draft, name="draft"),
    path("c/<slug:community>/forum/bookmarks/", keeping.bookmarks, name="bookmarks"),
    path("c/<slug:community>/forum/names/", reading.names, name="names"),
    path("c/<slug:community>/forum/similar/", reading.similar, name="similar"),
    path("c/<slug:community>/forum/topics/<int:topic_id>/", reading.topic, name="topic"),
    path("c/<slug:community>/forum/topics/<int:topic_id>/replies/", writing.reply, name="replies"),
    path("c/<slug:community>/forum/topics/<int:topic_id>/read/", signs.read, name="read"),
    path("c/<slug:community>/forum/topics/<int:topic_id>/follow/", signs.follow, name="follow"),
    path("c/<slug:community>/forum/topics/<int:topic_id>/pin/", ordering.pin, name="pin"),
    path("c/<slug:community>/forum/topics/<int:topic_id>/closure/", ordering.close, name="closure"),
    path("c/<slug:community>/forum/topics/<int:topic_id>/place/", ordering.move, name="place"),
    path(f"{TOPIC}feature/", ordering.feature, name="feature"),
    path(f"{TOPIC}splitting/", carrying.split, name="split"),
    path(f"{TOPIC}merging/", carrying.merge, name="merge"),
    path(f"{TOPIC}taking-back/", carrying.take_back, name="take_back"),
    path("c/<slug:community>/forum/topics/<int:topic_id>/links/", ordering.link, name="links"),
    path("c/<slug:community>/forum/topics/<int:topic_id>-<str:slug>/", reading.topic, name="topic"),
    path("c/<slug:community>/forum/posts/<int:post_id>/", reading.post, name="post"),
    path(
        "c/<slug:community>/forum/posts/<int:post_id>/comments/", writing.comment, name="comments"
    ),
    path("c/<slug:community>/forum/posts/<int:post_id>/edit/", writing.edit, name="edit"),
    path("c/<slug:community>/forum/posts/<int:post_id>/history/", reading.history, name="history"),
    path(
        "c/<slug:community>/forum/posts/<int:post_id>/bookmark/", keeping.bookmark, name="bookmark"
    ),
    path("c/<slug:community>/forum/posts/<int:post_id>/signs/", signs.react, name="signs"),
    path("c/<slug:community>/forum/posts/<int:post_id>/removal/", ordering.remove, name="removal"),
    path(
        "c/<slug:community>/forum/posts/<int:post_id>/restoration/",
        ordering.restore,
        name="restoration",
    ),
]
