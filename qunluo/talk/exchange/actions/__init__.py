"""Every write of the exchange; one verb per function."""

from qunluo.talk.exchange.actions.keeping import (
    expire_listings,
    forget_member,
    hide_listing,
    purge_listings,
    remind_authors,
    remove_listing,
    restore_listing,
    show_listing,
)
from qunluo.talk.exchange.actions.meeting import (
    apply_for_role,
    close_listing,
    contact_author,
    decide_application,
)
from qunluo.talk.exchange.actions.posting import Words, edit_listing, post_listing, renew_listing

__all__ = [
    "Words",
    "apply_for_role",
    "close_listing",
    "contact_author",
    "decide_application",
    "edit_listing",
    "expire_listings",
    "forget_member",
    "hide_listing",
    "post_listing",
    "purge_listings",
    "remind_authors",
    "remove_listing",
    "renew_listing",
    "restore_listing",
    "show_listing",
]
