from __future__ import annotations

import base64
import hashlib
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from qunluo.people.members import actions
from qunluo.people.members.models import Member, OutsideLogin
from qunluo.people.members.tests.test_signing_in import enter, is_in

KEY, OTHER_KEY = (rsa.generate_private_key(65537, 2048) for _number in range(2))


class Provider(ThreadingHTTPServer):
    """A small OpenID provider and a small Weixin, that can be told to misbehave."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.asked, self.codes = [], {}
        self.person = {"sub": "u-1", "name": "花姐", "email": "hua@example.org",
                       "email_verified": True}  # fmt: skip
        self.claims, self.key, self.algorithm, self.kid = {}, KEY, "RS256", "k1"
        self.weixin = {"access_token": "t", "openid": "o-1", "unionid": "union-1"}

    def consent(self, address):
        """What happens in the browser at the provider; gives the query it returns with."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        self.codes["code-1"] = asked
        return {"code": "code-1", "state": asked["state"]}

    def token(self, form):
        asked = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert asked["code_challenge_method"] == "S256"
        assert form["redirect_uri"] == asked["redirect_uri"]
        now = int(time.time())
        said = {"iss": self.issuer, "aud": "qunluo", "iat": now, "exp": now + 300,
                "nonce": asked["nonce"], **self.person, **self.claims}  # fmt: skip
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(said, self.key, self.algorithm, headers={"kid": self.kid})


class Answers(BaseHTTPRequestHandler):
    def log_message(self, *said):
        pass

    def tell(self, told, status=200):
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        at, home = urlsplit(self.path), self.server
        home.asked.append(self.path)
        if at.path == "/.well-known/openid-configuration":
            self.tell({"issuer": home.issuer, "authorization_endpoint": f"{home.issuer}/door",
                       "token_endpoint": f"{home.issuer}/token",
                       "jwks_uri": f"{home.issuer}/keys"})  # fmt: skip
        elif at.path == "/keys":
            told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self.tell({"keys": [told | {"kid": "k1", "use": "sig", "alg": "RS256"}]})
        elif at.path == "/sns/oauth2/access_token":
            self.tell(home.weixin)
        else:
            self.tell({"openid": "o-1", "nickname": "微信花姐", "unionid": "union-1"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: value[0] for name, value in parse_qs(body).items()}
        basic = base64.b64decode(self.headers["Authorization"].split()[1]).decode()
        if basic != "qunluo:s3cret" or form["code"] not in self.server.codes:
            self.tell({"error": "invalid_grant"}, 400)
            return
        self.tell({"access_token": "t", "id_token": self.server.token(form)})


@pytest.fixture
def provider(settings):
    cache.clear()
    home = Provider()
    Thread(target=home.serve_forever, daemon=True).start()
    settings.OIDC_ISSUER, settings.OIDC_LABEL = home.issuer, "花园账号"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "qunluo", "s3cret"
    settings.WEIXIN_APP_ID, settings.WEIXIN_SECRET = "wx1", "wxs"
    settings.WEIXIN_API = home.issuer
    yield home
    home.shutdown()
    home.server_close()


def go(client, provider, query="", way="oidc"):
    left = client.get(f"/account/outside/{way}/{query}")
    back = provider.consent(left["Location"])
    return client.get(f"/account/outside/{way}/back/", back)


def test_a_newcomer_signs_up_with_an_account_elsewhere(client, village, provider):
    assert "花园账号" in client.get("/account/sign-in/").content.decode()
    assert go(client, provider, "?next=/c/tea/")["Location"] == "/account/outside/new/"
    assert "花姐" in client.get("/account/outside/new/").content.decode()
    answer = client.post("/account/outside/new/", {"display_name": "花姐"})
    assert answer["Location"] == "/c/tea/"
    hua = Member.objects.get(email="hua@example.org")
    assert hua.email_proven_at is not None
    assert not hua.has_usable_password()
    assert is_in(client)
    client.post("/account/sign-out/")
    assert go(client, provider)["Location"] == "/"
    assert is_in(client)


def test_nothing_is_written_on_the_way_out(client, village, provider):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        left = client.get("/account/outside/oidc/")
    assert [entry["sql"] for entry in asked if not entry["sql"].startswith("SELECT")] == []
    query = parse_qs(urlsplit(left["Location"]).query)
    assert query["redirect_uri"] == ["http://127.0.0.1:8000/account/outside/oidc/back/"]
    assert set(query) >= {"state", "nonce", "code_challenge", "client_id", "scope"}
    assert left.cookies["qunluo_outside"]["httponly"]


@pytest.mark.parametrize(
    "lie",
    [
        {"key": OTHER_KEY},
        {"kid": "k9"},
        {"algorithm": "HS256", "key": "s3cret" * 8},
        {"algorithm": "none", "key": None},
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"aud": "someone-else"}},
        {"claims": {"aud": ["qunluo", "other"], "azp": "other"}},
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"exp": 1}},
        {"claims": {"exp": None}},
        {"claims": {"sub": None}},
    ],
    ids=lambda lie: "-".join([*lie, *map(str, lie.get("claims", {}))]),
)
def test_a_token_that_is_not_right_signs_nobody_in(client, village, provider, lie):
    for name, value in lie.items():
        setattr(provider, name, value)
    answer = go(client, provider)
    assert answer.status_code == 409
    assert not is_in(client)
    assert "outside" not in client.session


def test_another_state_or_another_browser_signs_nobody_in(client, village, provider):
    left = client.get("/account/outside/oidc/")
    back = provider.consent(left["Location"])
    assert client.get("/account/outside/oidc/back/", back | {"state": "x"}).status_code == 409
    from django.test import Client

    assert Client().get("/account/outside/oidc/back/", back).status_code == 409
    assert client.get("/account/outside/weixin/back/", back).status_code == 409
    assert client.get("/account/outside/oidc/back/", {"error": "access_denied"}).status_code == 409


def test_a_step_and_a_code_are_good_once(client, village, provider):
    left = client.get("/account/outside/oidc/")
    back = provider.consent(left["Location"])
    assert client.get("/account/outside/oidc/back/", back).status_code == 302
    assert client.get("/account/outside/oidc/back/", back).status_code == 409


def test_an_address_that_has_an_account_is_not_taken_over(client, village, provider):
    provider.person["email"] = "mei@example.org"
    go(client, provider)
    answer = client.post("/account/outside/new/", {"display_name": "Mei"})
    assert answer.status_code == 409
    assert not is_in(client)
    assert not OutsideLogin.objects.exists()


def test_an_address_the_provider_has_not_proven_is_not_kept(client, village, provider):
    provider.person["email_verified"] = False
    go(client, provider)
    client.post("/account/outside/new/", {"display_name": "花姐"})
    assert Member.objects.get(display_name="花姐").email is None


def test_mei_links_and_unlinks_after_proof(client, give_password, provider):
    mei = give_password()
    enter(client)
    assert go(client, provider, "?link=yes")["Location"] == "/account/security/"
    assert OutsideLogin.objects.get().member_id == mei.pk
    assert "花姐" in client.get("/account/security/").content.decode()
    client.post("/account/sign-out/")
    assert go(client, provider)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(mei.pk)
    assert client.post("/account/outside/oidc/unlinking/").status_code == 302
    assert client.post("/account/outside/oidc/unlinking/").status_code == 404
    assert not OutsideLogin.objects.exists()


def test_one_account_elsewhere_signs_in_one_member(client, give_password, provider, village):
    give_password()
    actions.link_outside(village.viewer("jun"), "oidc", "u-1", label="")
    enter(client)
    assert go(client, provider, "?link=yes").status_code == 409
    assert OutsideLogin.objects.get().member_id == village.members["jun"].pk


def test_the_only_way_in_is_not_taken_away(client, village, provider):
    go(client, provider)
    client.post("/account/outside/new/", {"display_name": "花姐"})
    assert client.post("/account/outside/oidc/unlinking/").status_code == 409
    assert OutsideLogin.objects.count() == 1


def test_two_step_sign_in_holds_for_accounts_elsewhere_too(
    client, give_password, provider, village
):
    give_password()
    mei = village.viewer("mei")
    actions.link_outside(mei, "oidc", "u-1", label="")
    from qunluo.kernel.action import writing
    from qunluo.people.members.models import Authenticator

    actions.begin_authenticator(mei)
    with writing("members"):
        Authenticator.objects.update(confirmed_at="2026-01-01T00:00:00Z")
    assert go(client, provider)["Location"] == "/account/sign-in/code/"
    assert not is_in(client)


def test_weixin_is_asked_as_its_documents_say(client, village, provider):
    left = client.get("/account/outside/weixin/")
    assert left["Location"].startswith("https://open.weixin.qq.com/connect/qrconnect?appid=wx1&")
    assert left["Location"].endswith("#wechat_redirect")
    query = parse_qs(urlsplit(left["Location"]).query)
    assert (query["response_type"], query["scope"]) == (["code"], ["snsapi_login"])
    client.get("/account/outside/weixin/back/", {"code": "c", "state": query["state"][0]})
    exchange = parse_qs(urlsplit(provider.asked[-2]).query)
    assert exchange == {
        "appid": ["wx1"], "secret": ["wxs"], "code": ["c"], "grant_type": ["authorization_code"]
    }  # fmt: skip
    client.post("/account/outside/new/", {"display_name": "花姐"})
    assert OutsideLogin.objects.get().subject == "union-1"


def test_weixins_errors_come_with_status_200(client, village, provider):
    provider.weixin = {"errcode": 40029, "errmsg": "invalid code"}
    assert go(client, provider, way="weixin").status_code == 409


def test_a_way_that_is_not_set_up_is_missing(client, village, settings):
    for address in ("/account/outside/oidc/", "/account/outside/oidc/back/", "/account/outside/x/"):
        assert client.get(address).status_code == 404
    assert client.get("/account/outside/new/").status_code == 302


def test_a_provider_that_does_not_answer_is_said_so(client, village, settings):
    cache.clear()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "http://127.0.0.1:9", "qunluo"
    assert client.get("/account/outside/oidc/").status_code == 409
    settings.OIDC_ISSUER = "http://provider.example"
    assert client.get("/account/outside/oidc/").status_code == 409
