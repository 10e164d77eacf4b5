"""The API's addresses, apart from the pages' so that a server starts without reading them."""

from __future__ import annotations

from qunluo.site.api import api

urlpatterns = api.urls[0]
