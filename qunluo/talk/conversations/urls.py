from __future__ import annotations

from django.urls import path

from qunluo.talk.conversations.views import keeping, reading, writing

ONE = "conversations/<int:conversation_id>/"
MESSAGE = "conversations/messages/<int:message_id>/"

urlpatterns = [
    path("conversations/", reading.index, name="index"),
    path("conversations/count/", reading.count, name="count"),
    path("conversations/search/", reading.find, name="find"),
    path("conversations/settings/", keeping.settings, name="settings"),
    path("conversations/blocks/<int:member_id>/", keeping.block, name="block"),
    path(ONE, reading.conversation, name="conversation"),
    path(f"{ONE}messages/", writing.post, name="post"),
    path(f"{ONE}read/", writing.read, name="read"),
    path(f"{ONE}mute/", keeping.mute, name="mute"),
    path(f"{ONE}people/", keeping.people, name="people"),
    path(f"{ONE}name/", keeping.name, name="name"),
    path(f"{ONE}leaving/", keeping.leave, name="leave"),
    path(MESSAGE, reading.message, name="message"),
    path(f"{MESSAGE}options/", reading.options, name="options"),
    path(f"{MESSAGE}edit/", writing.edit, name="edit"),
    path(f"{MESSAGE}recall/", writing.recall, name="recall"),
    path(f"{MESSAGE}report/", writing.report, name="report"),
    path("c/<slug:community>/members/<int:member_id>/write/", keeping.write_to, name="write"),
    path("c/<slug:community>/conversations/new/", keeping.new_group, name="group"),
]
