"""The ASGI application: Django is set up before anything that needs its models is read."""

from __future__ import annotations

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")
django.setup()
application = import_module("qunluo.site.entrance").application
