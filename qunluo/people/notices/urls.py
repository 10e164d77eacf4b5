from __future__ import annotations

from django.urls import path

from qunluo.people.notices.views import choosing, inbox

INBOX = "inbox/"

urlpatterns = [
    path(INBOX, inbox.inbox, name="inbox"),
    path(f"{INBOX}count/", inbox.count, name="count"),
    path(f"{INBOX}read/", inbox.all_read, name="all_read"),
    path(f"{INBOX}<int:bundle_id>/read/", inbox.reading, name="reading"),
    path(f"{INBOX}settings/", choosing.settings, name="settings"),
    path(f"{INBOX}settings/kinds/", choosing.choices, name="choices"),
    path(f"{INBOX}settings/mail/", choosing.mail_again, name="mail_again"),
    path(
        f"{INBOX}settings/spaces/<int:community_id>/<int:space_id>/", choosing.space, name="space"
    ),
    path(f"{INBOX}devices/", choosing.devices, name="devices"),
    path(
        f"{INBOX}devices/<int:device_id>/removal/", choosing.device_removal, name="device_removal"
    ),
    path(f"{INBOX}unsubscribe/<str:token>/", choosing.unsubscribe, name="unsubscribe"),
    path("push-worker.js", choosing.worker, name="worker"),
]
