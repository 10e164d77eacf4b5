"""Django as a WSGI application; the server runs it in threads behind the live hub."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")
application = get_wsgi_application()
