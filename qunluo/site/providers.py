"""What the search page calls the kinds of things that domains provide."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.search.naming import name_kind

name_kind("forum.topic", _("Topics and questions"))
name_kind("forum.post", _("Replies and answers"))
