"""Request ids, logs without secrets, health, and numbers that are closed by default."""

import json
import logging

import pytest

from qunluo.kernel.web import health
from qunluo.kernel.web.logs import JsonFormatter, PlainFormatter, RequestIdFilter, without_secrets
from qunluo.kernel.web.tracing import request_id, sane_id


def line(message="hello", **extra):
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": message, **extra})
    RequestIdFilter().filter(record)
    return record


@pytest.mark.parametrize("odd", ["", "short", "a b c d e f g h", "x" * 65, "a\nb" * 5, "-abcdefgh"])
def test_only_a_sane_id_is_taken_over(odd):
    assert sane_id("req-12345678") == "req-12345678"
    assert sane_id(odd) != odd


@pytest.mark.parametrize(
    "told",
    [
        "password=hunter22",
        'Cookie: "qunluo_session=abc"',
        "Authorization: Bearer hunter22",
        '{"password": "hunter22"}',
        "csrfmiddlewaretoken=hunter22&x=1",
        "token: hunter22, next",
    ],
)
def test_secrets_do_not_reach_the_log(told):
    assert "hunter22" not in without_secrets(told)
    assert "abc" not in without_secrets(told)
    for formatter in (PlainFormatter(), JsonFormatter()):
        assert "hunter22" not in formatter.format(line(told, given=told))


def test_a_json_line_names_the_request_and_what_was_given():
    token = request_id.set("req-12345678")
    told = json.loads(JsonFormatter().format(line("x", job=7, thing=object())))
    request_id.reset(token)
    assert (told["request_id"], told["job"], told["message"]) == ("req-12345678", 7, "x")
    assert "thing" not in told


def test_every_answer_carries_an_id_and_the_policy(as_member):
    answer = as_member("").get("/", headers={"x-request-id": "req-12345678"})
    assert answer["X-Request-ID"] == "req-12345678"
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_the_request_s_line_has_no_query(as_member, caplog):
    with caplog.at_level(logging.INFO, "qunluo.requests"):
        as_member("").get("/?token=hunter22")
    assert "hunter22" not in caplog.text
    assert "GET / 200" in caplog.text


def test_numbers_are_closed_by_default(as_member, settings):
    assert as_member("").get("/metrics").status_code == 404
    assert as_member("lan").get("/metrics").status_code == 404


def test_a_token_opens_the_numbers(as_member, settings):
    settings.METRICS_TOKEN = "let-me-count"
    visitor = as_member("")
    assert visitor.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    told = visitor.get("/metrics", headers={"authorization": "Bearer let-me-count"})
    assert 'qunluo_jobs{state="waiting"}' in told.content.decode()


def test_loopback_opens_them_when_set_but_not_through_a_proxy(as_member, settings):
    settings.METRICS_ON_LOOPBACK = True
    visitor = as_member("")
    assert visitor.get("/metrics").status_code == 200
    assert visitor.get("/metrics", headers={"x-forwarded-for": "8.8.8.8"}).status_code == 404
    assert visitor.get("/metrics", REMOTE_ADDR="8.8.8.8").status_code == 404


def test_without_a_worker_it_is_alive_but_not_ready(as_member):
    visitor = as_member("")
    assert visitor.get("/healthz").content == b"alive\n"
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] is True
    assert answer.json()["checks"]["migrations"] is True


def test_a_full_disk_is_not_ready(as_member, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    assert as_member("").get("/readyz").json()["checks"]["disk"] is False
