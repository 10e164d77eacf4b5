"""The product's settings with one more page: the trivial view that others are measured against."""

from qunluo.site.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
