"""The API answers whatever is asked, as its own document says: no 5xx, no other shape.

Schemathesis makes the requests from the document; half of them name things that exist, so that
they come further than the door. Everything runs in the process, and each call is taken back.
"""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from qunluo.kernel import clock
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.kernel.web import limits
from qunluo.people.communities import actions as communities
from qunluo.people.members import actions as members
from qunluo.people.members.rules import known_scopes
from qunluo.talk.forum import actions as forum
from qunluo.talk.questions import actions as questions

load_all_checks()
EXAMPLES = 12
WANTED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)
VIEWERS = ("", "mei", "mei:read", "lan", "wei", "zhu")


@pytest.fixture
def things(village, setting_up):
    """Values for parameters by name: things that exist in the tea community."""
    with clock.at(FOUNDED):
        topic = forum.open_topic(village.viewer("lan"), village.forum.pk, "Kettles", body="Hot.")
        post = forum.post_reply(village.viewer("mei"), topic, "Very hot.")
        question = questions.ask(village.viewer("mei"), village.questions.pk, "Why?", body="So.")
        answer = questions.answer(village.viewer("lan"), question, "Because.")
    lan = village.viewer("lan")
    held = {"communities.invite"}
    role = communities.make_role(lan, "Greeter", duty="Welcomes.", held=held)
    grant = communities.grant_role(lan, role, village.members["mei"].pk)
    return {
        "slug": ["tea"],
        "topic_id": [str(topic), str(question)],
        "question_id": [str(question)],
        "post_id": [str(post), str(answer)],
        "member_id": [str(village.members["mei"].pk)],
        "role_id": [str(role)],
        "grant_id": [str(grant)],
        "metric_id": ["content.questions", "retention.contributed"],
        "sign": ["thanks", "like"],
        "duty_id": ["forum.report-1"],
    }


@pytest.fixture
def headers(village, things):
    """What each viewer sends: tokens of several scopes, or nothing."""
    made = {"": {}}
    for viewer in filter(None, VIEWERS):
        name, _, scope = viewer.partition(":")
        scopes = [scope] if scope else [*known_scopes(), "read", "write"]
        _id, token = members.make_token(village.viewer(name), viewer, list(dict.fromkeys(scopes)))
        made[viewer] = {"Authorization": f"Bearer {token}"}
    return made


@pytest.fixture
def schema(village):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app=get_wsgi_application())


def cases(operation, things):
    """Well and badly formed requests; each kind also with parameters that name something."""
    wanted = {one.name for one in operation.path_parameters}
    known = {name: st.sampled_from(values) for name, values in things.items() if name in wanted}

    def named(case, values):
        case.path_parameters = {**case.path_parameters, **values}
        return case

    plain = [operation.as_strategy(mode) for mode in GenerationMode]
    if not known:
        return st.one_of(plain)
    real = [st.builds(named, one, st.fixed_dictionaries(known)) for one in plain]
    return st.one_of([*plain, *real, *real])


def test_the_api_answers_as_its_document_says(schema, things, headers):
    """Bounded: a few dozen requests for each operation, always the same ones."""
    checks = CHECKS.get_by_names(WANTED)
    failures: dict[str, str] = {}
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(cases(operation, things), st.sampled_from(VIEWERS))
        def answers(case, viewer):
            limits.forget()
            with transaction.atomic():
                response = case.call(headers=headers[viewer])
                transaction.set_rollback(True)
            case.validate_response(response, checks=checks)

        try:
            answers()
        except BaseExceptionGroup as many:
            failures[operation.label] = "\n".join(str(one) for one in many.exceptions)
        except Exception as error:
            failures[operation.label] = f"{type(error).__name__}: {error}"
    told = "\n\n".join(f"{name}\n{why[:3000]}" for name, why in failures.items())
    assert not failures, told
