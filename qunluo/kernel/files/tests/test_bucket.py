from __future__ import annotations

import pytest
from moto.server import ThreadedMotoServer

from qunluo.kernel import files
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.storing import store
from qunluo.kernel.files.tests import uploads
from qunluo.kernel.files.tests.test_keeping import bytes_of, keep


@pytest.fixture
def bucket(settings):
    """A service that speaks S3 on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    settings.FILES_BUCKET = {
        "bucket_name": f"qunluo-{port}",
        "endpoint_url": f"http://{host}:{port}",
        "region_name": "us-east-1",
        "access_key": "test",
        "secret_key": "test",
    }
    store.cache_clear()
    store()._storage.connection.create_bucket(Bucket=f"qunluo-{port}")
    yield store()._storage.bucket
    server.stop()


def test_files_lie_in_a_bucket_just_as_well(village, as_member, bucket):
    file = keep(village.viewer("mei"), uploads.picture("JPEG", (200, 100)))
    names = sorted(found.key for found in bucket.objects.all())
    folder = f"{file.key[:2]}/{file.key}"
    assert names == [f"{folder}/160.webp", f"{folder}/64.webp", f"{folder}/original"]
    assert bytes_of(file)[:3] == b"\xff\xd8\xff"
    assert bytes_of(file, 64)[:4] == b"RIFF"
    words = keep(village.viewer("mei"), b"0123456789", "a.txt")
    answer = as_member("").get(f"/files/{words.key}/", headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.getvalue()) == (206, b"234")
    store().remove_all(words.key)
    assert as_member("").get(f"/files/{words.key}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_removing_empties_the_bucket(bucket):
    from qunluo.kernel.viewer import Viewer

    owner = Viewer(1, "a" * 32)
    file = keep(owner, uploads.picture("JPEG", (200, 100)))
    assert files.remove(owner, [file.pk]) == 1
    assert not list(bucket.objects.all())
    assert not StoredFile.objects.exists()
