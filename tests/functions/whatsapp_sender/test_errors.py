import json

import pytest
from hypothesis import given, strategies as st

from functions.whatsapp_sender.errors import (
    Course,
    Verdict,
    course_of,
    cut_off,
    failed_later,
    never_left,
    read_answer,
)


def meta_error(code: int, **fields: object) -> bytes:
    return json.dumps({"error": {"code": code, "message": f"(#{code}) No", **fields}}).encode()


@pytest.mark.parametrize(
    ("codes", "course"),
    [
        ((1, 2, 4, 80007, 130429, 131000, 131016, 133016, 133004, 131057, 132069), Course.RETRY),
        ((131056,), Course.WAIT_PAIR),
        ((131047,), Course.REROUTE),
        ((100, 131008, 131009, 131051, 131052, 131053), Course.SIMPLIFY),
        ((132000, 132001, 132005, 132007, 132012, 132015, 132016, 132099, 131062), Course.PARK),
        ((0, 3, 10, 33, 190, 200, 250, 299, 368, 131031, 131037, 131042, 131045), Course.STOP),
        ((131048, 133010), Course.STOP),
        ((131021, 131026, 131030, 131049, 131050, 130472, 130497, 137000), Course.GIVE_UP),
    ],
)
def test_each_documented_code_has_its_course(codes: tuple[int, ...], course: Course) -> None:
    assert {code: course_of(code) for code in codes} == dict.fromkeys(codes, course)


def test_an_accepted_message_has_whatsapps_id() -> None:
    body = b'{"messaging_product":"whatsapp","messages":[{"id":"wamid.A"}]}'

    assert read_answer(200, body) == Verdict(Course.ACCEPTED, wamid="wamid.A")


def test_the_code_decides_whatever_the_http_status() -> None:
    for status in (200, 400, 403, 500):
        assert read_answer(status, meta_error(131047)).course is Course.REROUTE


def test_a_shopper_gets_at_most_one_message_in_six_seconds_after_the_pair_limit() -> None:
    verdict = read_answer(429, meta_error(131056))

    assert (verdict.course, verdict.wait_seconds) == (Course.WAIT_PAIR, 6)


def test_retry_after_is_kept_up_to_an_hour() -> None:
    assert read_answer(429, meta_error(130429), "17").wait_seconds == 17
    assert read_answer(429, meta_error(130429), "99999").wait_seconds == 3600
    assert read_answer(429, meta_error(130429), "Wed, 21 Oct").wait_seconds == 0


@pytest.mark.parametrize(
    ("status", "fields", "course"),
    [
        (500, {}, Course.RETRY),
        (429, {}, Course.RETRY),
        (400, {"is_transient": True}, Course.RETRY),
        (400, {}, Course.SIMPLIFY),
    ],
)
def test_an_unheard_of_code_is_judged_by_its_status(
    status: int, fields: dict[str, object], course: Course
) -> None:
    assert read_answer(status, meta_error(987654, **fields)).course is course


@pytest.mark.parametrize(
    ("status", "course"),
    [
        (200, Course.UNCLEAR),
        (302, Course.STOP),
        (400, Course.SIMPLIFY),
        (401, Course.STOP),
        (403, Course.STOP),
        (404, Course.STOP),
        (408, Course.UNCLEAR),
        (413, Course.SIMPLIFY),
        (429, Course.RETRY),
        (500, Course.UNCLEAR),
        (502, Course.UNCLEAR),
        (504, Course.UNCLEAR),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error":"down"}', b'{"messages":[]}'])
def test_an_answer_without_metas_error_is_judged_by_its_status(
    status: int, body: bytes, course: Course
) -> None:
    assert read_answer(status, body) == Verdict(course, code=status, reason=f"HTTP {status}")


def test_a_request_that_never_left_is_made_again_and_one_cut_off_waits() -> None:
    assert never_left("ConnectError").course is Course.RETRY
    assert cut_off("ReadTimeout").course is Course.UNCLEAR


def test_a_failed_status_is_judged_by_the_same_codes() -> None:
    assert failed_later(131047, "Re-engagement").course is Course.REROUTE
    assert failed_later(131056, None).wait_seconds == 6
    assert failed_later(987654, None).course is Course.SIMPLIFY
    assert failed_later(None, None).course is Course.SIMPLIFY


@given(st.integers(100, 599), st.binary(max_size=200), st.none() | st.text(max_size=10))
def test_any_answer_has_a_verdict(status: int, body: bytes, retry_after: str | None) -> None:
    verdict = read_answer(status, body, retry_after)

    assert (verdict.wamid is not None) == (verdict.course is Course.ACCEPTED)
