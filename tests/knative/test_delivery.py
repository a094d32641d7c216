"""What becomes of an event, answer by answer: broker, activator and a real function."""

import time
from itertools import pairwise

import httpx
import pytest

from knative.local.delivery import Attempt, Verdict, judge
from tests.knative.local_run import LocalRun, headers_of

RETRIED = (404, 408, 409, 429, 500, 502, 503, 504)
DROPPED = (301, 400, 401, 403, 405, 410, 413, 422)


@pytest.mark.parametrize("status", [200, 202, 204])
def test_an_empty_success_is_done(status: int) -> None:
    assert judge(status, body=False, event=False) == Attempt(Verdict.DONE, status)


@pytest.mark.parametrize("status", [200, 202])
def test_a_success_with_a_body_or_an_event_is_none(status: int) -> None:
    assert judge(status, body=True, event=False).verdict is Verdict.RETRY
    assert judge(status, body=True, event=True).verdict is Verdict.RETRY
    assert judge(status, body=False, event=True).verdict is Verdict.RETRY


@pytest.mark.parametrize("status", RETRIED)
def test_these_answers_are_retried(status: int) -> None:
    assert judge(status, body=True, event=False).verdict is Verdict.RETRY


@pytest.mark.parametrize("status", DROPPED)
def test_these_answers_lose_the_event(status: int) -> None:
    assert judge(status, body=True, event=False).verdict is Verdict.DROPPED


def test_only_the_trigger_whose_attributes_all_match_gets_the_event(platform: LocalRun) -> None:
    platform.publish("match-1", type="ordered", brand="acme")
    platform.publish("match-2", type="ordered", brand="acm")
    platform.publish("match-3", type="ordered")
    platform.publish("match-4", type="wide", brand="acme")

    platform.eventually(lambda: platform.receipts("match-1") and platform.receipts("match-4"))
    time.sleep(0.2)
    counts = [len(platform.receipts(f"match-{number}")) for number in (1, 2, 3, 4)]
    assert counts == [1, 0, 0, 1]


def test_each_answer_has_its_fate(platform: LocalRun) -> None:
    kinds = [*map(str, RETRIED), *map(str, DROPPED), "body", "event", "flaky2", "204"]
    for want in kinds:
        assert platform.publish(f"fate-{want}", want=want) == 202

    platform.eventually(lambda: platform.receipts("fate-503", "graveyard"))
    platform.eventually(lambda: platform.queue("wide")["in_flight"] == 0)
    platform.eventually(lambda: platform.queue("dead-letters")["in_flight"] == 0)
    attempts = {want: len(platform.receipts(f"fate-{want}")) for want in kinds}
    errors = {
        want: headers_of(letter)["ce-knativeerrorcode"]
        for want in kinds
        for letter in platform.receipts(f"fate-{want}", "graveyard")
    }
    tried_often = {str(status): 4 for status in RETRIED} | {"body": 4, "event": 4, "flaky2": 3}
    assert attempts == tried_often | {str(status): 1 for status in DROPPED} | {"204": 1}
    assert errors == {str(status): str(status) for status in RETRIED} | {
        "body": "200",
        "event": "202",
    }


def test_pauses_double_and_the_dead_letter_says_whom_it_failed(platform: LocalRun) -> None:
    platform.publish("pauses", want="503", subject="a%20b")

    letter = platform.eventually(lambda: platform.receipts("pauses", "graveyard"))[0]
    times = [float(str(each["at"])) for each in platform.receipts("pauses")]
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert pauses == pytest.approx([0.1, 0.2, 0.4], abs=0.09)
    headers = headers_of(letter)
    assert headers["ce-knativeerrordest"] == "http://toy/"
    assert headers["ce-type"] == "wide"
    assert headers["ce-subject"] == "a%20b"
    assert letter["body"] == '{"a":1}'


def test_a_silent_subscriber_is_given_up_on_with_code_minus_one(platform: LocalRun) -> None:
    platform.publish("silent", want="sleep1.3")

    letter = platform.eventually(lambda: platform.receipts("silent", "graveyard"))[0]
    assert len(platform.receipts("silent")) == 4
    assert headers_of(letter)["ce-knativeerrorcode"] == "-1"


def test_a_failing_event_holds_up_those_behind_it_at_parallelism_1(platform: LocalRun) -> None:
    platform.publish("line-1", type="greeted", want="flaky2")
    platform.publish("line-2", type="greeted")

    platform.eventually(lambda: platform.receipts("line-2"))
    order = [each["id"] for each in platform.logged() if str(each.get("id")).startswith("line-")]
    assert order == ["line-1", "line-1", "line-1", "line-2"]


def test_an_event_whose_dead_letter_fails_too_is_lost_and_counted(platform: LocalRun) -> None:
    before = platform.client.get(f"{platform.admin}/queues").json()["lost"]

    platform.publish("buried", want="500", buried="500")

    def lost() -> int:
        return platform.client.get(f"{platform.admin}/queues").json()["lost"] - before

    assert platform.eventually(lost) == 1
    assert len(platform.receipts("buried", "graveyard")) == 4
    assert "buried" in platform.output.read_text()


def test_trace_attributes_are_stripped_and_trace_headers_pass(platform: LocalRun) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    headers = {
        "ce-specversion": "1.0",
        "ce-id": "traced",
        "ce-type": "wide",
        "ce-source": "/test",
        "ce-traceparent": trace,
        "ce-shoptrace": trace,
        "traceparent": trace,
        "prefer": "reply",
    }
    platform.client.post(platform.sink, headers=headers, content=b"")

    received = headers_of(platform.eventually(lambda: platform.receipts("traced"))[0])
    assert received["traceparent"] == trace
    assert received["ce-shoptrace"] == trace
    assert "ce-traceparent" not in received
    assert "prefer" not in received
    assert received["ce-time"].endswith("Z")


def test_a_structured_event_arrives_in_binary_mode(platform: LocalRun) -> None:
    event = {"specversion": "1.0", "id": "whole", "type": "wide", "source": "/t", "data": {"ä": 1}}
    headers = {"content-type": "application/cloudevents+json; charset=utf-8"}
    answer = platform.client.post(
        platform.sink, headers=headers, json=event | {"subject": "São Paulo"}
    )

    received = platform.eventually(lambda: platform.receipts("whole"))[0]
    assert (answer.status_code, answer.content) == (202, b"")
    assert received["body"] == '{"\\u00e4":1}'
    assert headers_of(received)["ce-subject"] == "S%C3%A3o%20Paulo"
    assert headers_of(received)["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"ce-id": ""}, 400),
        ({"ce-type": ""}, 400),
        ({"ce-source": ""}, 400),
        ({"ce-specversion": "0.3"}, 400),
        ({"ce-not_a_name": "x"}, 400),
        ({"content-type": "application/cloudevents-batch+json"}, 400),
        ({"content-type": "application/cloudevents+json"}, 400),
    ],
)
def test_what_is_no_event_is_refused(
    platform: LocalRun, changed: dict[str, str], status: int
) -> None:
    headers = {"ce-specversion": "1.0", "ce-id": "x", "ce-type": "wide", "ce-source": "/t"}

    answer = platform.client.post(platform.sink, headers=headers | changed, content=b"[]")

    assert answer.status_code == status


def test_the_sink_takes_posts_only(platform: LocalRun) -> None:
    assert httpx.get(platform.sink).status_code == 405
