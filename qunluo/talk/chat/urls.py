from __future__ import annotations

from django.urls import path

from qunluo.talk.chat.views import keeping, reading, writing

ROOM = "c/<slug:community>/chat/rooms/<int:room_id>/"
MESSAGE = "c/<slug:community>/chat/messages/<int:message_id>/"

urlpatterns = [
    path("c/<slug:community>/chat/", reading.index, name="index"),
    path("c/<slug:community>/chat/rooms/new/", keeping.new_room, name="new_room"),
    path(ROOM, reading.room, name="room"),
    path(f"{ROOM}messages/", writing.post, name="post"),
    path(f"{ROOM}settings/", keeping.set_up, name="set_up"),
    path(f"{ROOM}mute/", keeping.mute, name="mute"),
    path(f"{ROOM}read/", keeping.read, name="read"),
    path(f"{ROOM}here/", reading.here, name="here"),
    path(MESSAGE, reading.message, name="message"),
    path(f"{MESSAGE}options/", reading.options, name="options"),
    path(f"{MESSAGE}edit/", writing.edit, name="edit"),
    path(f"{MESSAGE}recall/", writing.recall, name="recall"),
    path(f"{MESSAGE}removal/", writing.remove, name="removal"),
    path(f"{MESSAGE}restoration/", writing.restore, name="restoration"),
    path(f"{MESSAGE}signs/", writing.react, name="signs"),
    path(f"{MESSAGE}topic/", writing.gather, name="gather"),
]
