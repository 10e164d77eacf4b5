"""`qunluo worker`: run deliveries, jobs and timed work until stopped."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from qunluo.kernel.jobs.worker import work_until_told


class Command(BaseCommand):
    # The checks would read every page and the API, which a worker never needs.
    requires_system_checks = ()
    help = "Run stream deliveries, jobs and timed work until stopped."

    def handle(self, *args: object, **options: object) -> None:
        work_until_told()
