"""What the site tells the parts below: names of kinds for the search page, scopes for tokens."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.search.naming import name_kind
from qunluo.people.members.rules import register_scopes

name_kind("forum.topic:topic", _("Topics"))
name_kind("forum.topic:question", _("Questions"))
name_kind("forum.topic:article", _("Articles"))
name_kind("forum.post", _("Replies and answers"))
name_kind("chat.message", _("Chat"))

# The API itself is read later (site/later.py); the page for tokens offers its scopes all the same.
for app in (*settings.KERNEL_APPS, *settings.DOMAIN_APPS):
    if find_spec(f"{app}.api"):
        register_scopes(app.rpartition(".")[2])
