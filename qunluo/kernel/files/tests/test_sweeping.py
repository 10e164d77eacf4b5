from __future__ import annotations

from datetime import timedelta

from qunluo.kernel import clock, files
from qunluo.kernel.files import ports
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.sweeping import sweep
from qunluo.kernel.files.tests.test_keeping import keep


class Letters:
    purpose = "editor"

    def __init__(self, *shown):
        self.shown = {file.key for file in shown}

    def in_use(self, keys):
        return self.shown & set(keys)


def test_only_what_nothing_uses_is_swept_after_a_week(village, setting_up, monkeypatch):
    monkeypatch.setattr(ports, "users", [])
    mei = village.viewer("mei")
    shown, claimed, forgotten, pointed = (keep(mei, b"x", f"{n}.txt") for n in range(4))
    other = keep(mei, b"x", "o.txt", purpose="export")
    files.claim(mei, files.stable_address(claimed))
    village.community.cover_id = pointed.pk
    village.community.save()
    later = clock.now() + timedelta(days=8)
    with clock.at(later):
        assert sweep() == 0
        ports.used_by(Letters(shown))
        fresh = keep(mei, b"x", "f.txt")
        assert sweep() == 1
        assert sweep() == 0
    left = set(StoredFile.objects.all())
    assert left == {shown, claimed, pointed, other, fresh}
    assert forgotten not in left
    shown.refresh_from_db()
    assert shown.claimed_at == later
