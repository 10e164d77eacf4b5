"""What the room's script says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    """Texts by key; `%s` stands for a number or a name."""
    return {
        "reply": _("Reply"),
        "edit": _("Edit"),
        "recall": _("Recall"),
        "remove": _("Remove"),
        "restore": _("Restore"),
        "topic": _("Turn into a topic"),
        "report": _("Report"),
        "copy": _("Copy the link"),
        "copied": _("Copied"),
        "react": _("React"),
        "more": _("What to do with this message"),
        "edited": _("edited"),
        "became": _("Became a topic"),
        "gone": _("Recalled"),
        "voice": _("Voice message"),
        "new": _("New"),
        "unread": _("%s new messages"),
        "newest": _("To the newest"),
        "called": _("Somebody called you"),
        "typing": _("%s is typing …"),
        "typing_many": _("Several people are typing …"),
        "reconnecting": _("The line is cut. Trying again; what you send waits here."),
        "offline": _("You are offline. What you send waits here and goes out by itself."),
        "sending": _("Sending …"),
        "waiting": _("Waiting for the line"),
        "failed": _("Not sent"),
        "again": _("Try again"),
        "drop": _("Discard"),
        "answering": _("Replying to %s"),
        "editing": _("Editing your message"),
        "slow": _("Slow mode: you can send again in %s seconds."),
        "record": _("Voice message"),
        "stop": _("Stop and send"),
        "recording": _("Recording %s"),
        "no_microphone": _("The microphone could not be used. Allow it in the browser."),
        "close": _("Close"),
        "people": _("People to mention"),
        "unkept": _("The file was lost when the page closed. Choose it again."),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "large": _("This file is too large. The limit is 50 MB."),
    }
