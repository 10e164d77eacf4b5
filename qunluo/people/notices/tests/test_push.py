"""Web push: sealed for one browser, signed by us, and never posted into our own network."""

import http.client
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from qunluo.kernel.jobs.claiming import claim
from qunluo.kernel.jobs.running import run
from qunluo.people.notices import actions
from qunluo.people.notices.engine import sealing, signing
from qunluo.people.notices.models import Bundle, Device, Notice


class Service(BaseHTTPRequestHandler):
    """A push service on this machine."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))
        self.send_response(self.server.answers)
        self.end_headers()

    def log_message(self, *_given):
        pass


@pytest.fixture
def service(settings, tmp_path):
    settings.PUSH_TO_LOOPBACK = True
    settings.HOME = tmp_path
    running = HTTPServer(("127.0.0.1", 0), Service)
    running.taken, running.answers = [], http.client.CREATED
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def browser(talk, service):
    """Mei's browser: it can open what is sealed for it."""
    key, secret = ec.generate_private_key(sealing.CURVE), b"0123456789abcdef"
    keys = (sealing.text_of(sealing.point_of(key)), sealing.text_of(secret))
    endpoint = f"http://127.0.0.1:{service.server_port}/push/mei"
    device = actions.add_device(talk.viewer("mei"), endpoint, keys, name="Firefox · Linux")

    def opened(body):
        return http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm")

    return device, opened


def run_jobs():
    while row := claim("test"):
        run(row, threading.Event())


def test_a_push_reaches_the_browser_sealed_and_signed(talk, service, browser, noon):
    _device, opened = browser
    topic = talk.opens("jun")
    talk.replies("wei", topic, "@mei")
    actions.send_due()
    run_jobs()
    ((path, headers, body),) = service.taken
    assert path == "/push/mei"
    said = json.loads(opened(body))
    assert (said["title"], said["body"]) == ("Tea", "1 条新通知：有人提到我")
    assert b"puer" not in body
    assert "puer" not in str(said)
    token, point = re.fullmatch(r"vapid t=(\S+), k=(\S+)", headers["Authorization"]).groups()
    public = ec.EllipticCurvePublicKey.from_encoded_point(sealing.CURVE, sealing.bytes_of(point))
    claims = jwt.decode(
        token, public, algorithms=["ES256"], audience=f"http://127.0.0.1:{service.server_port}"
    )
    assert claims["sub"].startswith("http")
    assert Device.objects.get().reached_at is not None
    actions.send_due()
    run_jobs()
    assert len(service.taken) == 1


def test_who_wants_details_on_the_locked_screen_gets_them(talk, service, browser, noon):
    _device, opened = browser
    actions.keep_habits(talk.viewer("mei"), "daily", 8, quiet=(22, 8), shows_details=True)
    talk.replies("wei", talk.opens("jun"), "@mei")
    actions.send_due()
    run_jobs()
    assert "Wei在《How to store puer?》里提到了你" in opened(service.taken[0][2]).decode()


@pytest.mark.parametrize("gone", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(talk, service, browser, noon, gone):
    service.answers = gone
    talk.replies("wei", talk.opens("jun"), "@mei")
    actions.send_due()
    run_jobs()
    assert not Device.objects.exists()


def test_a_busy_push_service_is_asked_again(talk, service, browser, noon):
    from qunluo.people.notices.actions.pushing import PushRefusedError

    service.answers = 503
    with pytest.raises(PushRefusedError):
        actions.push(browser[0], {"title": "x"})
    assert Device.objects.exists()


def test_an_address_of_our_own_network_is_never_posted_to(talk, settings, browser):
    settings.PUSH_TO_LOOPBACK = False
    actions.push(browser[0], {"title": "x"})
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("endpoint", "keys"),
    [
        ("http://push.example/1", None),
        ("https://localhost/1", None),
        ("https://push.example/1", ("AAAA", "AAAA")),
        ("https://push.example/1", ("not base64!", "")),
    ],
)
def test_a_subscription_that_cannot_be_used_is_refused(village, endpoint, keys):
    from qunluo.kernel.refusal import Invalid

    point = sealing.point_of(ec.generate_private_key(sealing.CURVE))
    good = (sealing.text_of(point), sealing.text_of(b"0" * 16))
    with pytest.raises(Invalid) as no:
        actions.add_device(village.viewer("mei"), endpoint, keys or good, name="x")
    assert no.value.code == "notices.device"
    assert not Device.objects.exists()


def test_sealing_gives_what_rfc_8291_gives():
    """Appendix A of the RFC."""
    own = ec.derive_private_key(
        int.from_bytes(sealing.bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")),
        sealing.CURVE,
    )
    body = sealing.sealed(
        b"When I grow up, I want to be a watermelon",
        sealing.bytes_of(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        sealing.bytes_of("BTBZMqHH6r4Tts7J_aSIgg"),
        own=own,
        salt=sealing.bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert sealing.text_of(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_key_is_made_once(tmp_path):
    first = signing.public_text(signing.push_key(tmp_path))
    assert signing.public_text(signing.push_key(tmp_path)) == first
    assert (tmp_path / signing.NAME).stat().st_mode & 0o077 == 0


def test_erasure_and_purge_leave_nothing(talk, browser, noon, setting_up):
    from qunluo.kernel.purging import purge_community
    from qunluo.people.members.ports import keepers

    topic = talk.opens("mei")
    talk.replies("jun", topic)
    talk.replies("mei", topic, "@jun")
    mei = talk.village.members["mei"].pk
    kept = list(keepers["notices.notice"].export(mei))
    assert {"forum.reply"} <= {row.get("notice") for row in kept}
    assert any(row.get("device") == "Firefox · Linux" for row in kept)
    keepers["notices.notice"].erase(mei)
    assert not Notice.objects.filter(member=mei).exists()
    assert not Device.objects.exists()
    assert Notice.objects.filter(member__handle="jun").exists()
    purge_community(talk.village.community.pk)
    assert not Bundle.objects.exists()
