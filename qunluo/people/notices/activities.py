"""What notices tell the town: only what members decide about them, never the notices themselves."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class NoticesTold(Activity):
    """The object is the member whose notices they are."""

    object_type = "members.member"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(NoticesTold):
    """`what`: choices, habits, space."""

    name = "notices.settings_changed"
    verb = "Update"
    what: str


@dataclass(frozen=True, kw_only=True)
class DeviceAdded(NoticesTold):
    name = "notices.device_added"
    verb = "Add"


@dataclass(frozen=True, kw_only=True)
class DeviceRemoved(NoticesTold):
    """`why`: member, gone (the push service no longer knows it)."""

    name = "notices.device_removed"
    verb = "Remove"
    why: str


@dataclass(frozen=True, kw_only=True)
class MailStopped(NoticesTold):
    """`why`: unsubscribed, refused. `kind` is the kind of notice, `digest`, or empty for all."""

    name = "notices.mail_stopped"
    verb = "Leave"
    why: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class DigestSent(NoticesTold):
    """`lines`: how many lines it had."""

    name = "notices.digest_sent"
    verb = "Announce"
    lines: int
