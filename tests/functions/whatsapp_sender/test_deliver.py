from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, strategies as st

from functions.whatsapp_sender.deliver import conclude, follow, queue, wake
from functions.whatsapp_sender.errors import Course, Verdict, cut_off, failed_later
from functions.whatsapp_sender.outbound import Form, Outbound, Stage, shopper_keys
from shared.events.whatsapp import WhatsAppMessageDue
from shared.function.decision import Decision
from shared.models.message import Answer, ChannelAddress

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADDRESS = ChannelAddress(phone_number_id="1", phone="2", user_id="US.3")
ACCEPTED = Verdict(Course.ACCEPTED, wamid="wamid.A")
ACCEPTED_LATER = Verdict(Course.ACCEPTED, wamid="wamid.B")
NEWS = Answer(message="Shipped", template="order_shipped")
SENT = {"stage": Stage.SENT, "wamids": ("wamid.A",), "attempt": 1}


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def message(**fields: object) -> Outbound:
    values = {
        "id": "our-id",
        "brand": "fashion",
        "address": ADDRESS,
        "reached_by": shopper_keys(ADDRESS),
        "language": "en",
        "answer": Answer(message="Hi"),
        "has_template": False,
        "created_at": NOW,
        "last_inbound_at": NOW - seconds(5),
        **fields,
    }
    return Outbound.model_validate(values)


def sending(**fields: object) -> Outbound:
    return queue(message(**fields), None, NOW).state


def timers(decision: Decision[Outbound]) -> list[tuple[str | None, datetime | None, int]]:
    found: list[tuple[str | None, datetime | None, int]] = []
    for emit in decision.emits:
        assert isinstance(emit.event, WhatsAppMessageDue)
        assert emit.event.message_id == "our-id"
        found.append((emit.timer, emit.not_before, emit.event.attempt))
    return found


def test_a_new_message_is_sent_at_once_with_a_timer_should_the_sender_die() -> None:
    decision = queue(message(), None, NOW)

    assert (decision.state.stage, decision.state.attempt) == (Stage.SENDING, 1)
    assert decision.state.clear_at == NOW + seconds(30)
    assert timers(decision) == [("lost-1", NOW + seconds(30), 1)]
    assert decision.result == {"attempt": 1}


def test_a_paced_message_waits_for_its_time_and_is_sent_then() -> None:
    waiting = queue(message(), NOW + seconds(6), NOW)
    sent = wake(waiting.state, 0, None, NOW + seconds(6))

    assert (waiting.state.stage, waiting.result) == (Stage.QUEUED, None)
    assert timers(waiting) == [("paced-0", NOW + seconds(6), 0)]
    assert (sent.state.stage, sent.result) == (Stage.SENDING, {"attempt": 1})


def test_an_accepted_message_is_sent_and_needs_no_timer() -> None:
    decision = conclude(sending(), 1, ACCEPTED, NOW)

    assert decision.state.stage is Stage.SENT
    assert decision.state.wamids == ("wamid.A",)
    assert decision.cancels == ("lost-1", "unclear-1")


def test_a_cut_off_request_waits_twenty_seconds_for_its_status() -> None:
    decision = conclude(sending(), 1, cut_off("ReadTimeout"), NOW + seconds(10))

    assert decision.state.stage is Stage.SENDING
    assert timers(decision) == [("unclear-1", NOW + seconds(30), 1)]


def test_a_status_with_our_id_clears_a_cut_off_request() -> None:
    unclear = conclude(sending(), 1, cut_off("ReadTimeout"), NOW).state

    known = follow(unclear, "wamid.A", Stage.SENT, None, NOW + seconds(3))
    again = wake(known.state, 1, None, NOW + seconds(30))

    assert (known.state.stage, known.state.wamids) == (Stage.SENT, ("wamid.A",))
    assert again.state is known.state
    assert again.result is None


def test_without_a_status_it_is_sent_again_and_counted() -> None:
    unclear = conclude(sending(), 1, cut_off("ReadTimeout"), NOW).state

    decision = wake(unclear, 1, None, NOW + seconds(20))

    assert (decision.state.stage, decision.state.attempt) == (Stage.SENDING, 2)
    assert decision.state.possible_doubles == 1
    assert decision.result == {"attempt": 2}


def test_a_sender_that_died_is_followed_by_another_after_thirty_seconds() -> None:
    decision = wake(sending(), 1, None, NOW + seconds(30))

    assert decision.state.attempt == 2


def test_a_timer_that_comes_early_is_set_again() -> None:
    state = sending()

    decision = wake(state, 1, None, NOW + seconds(29))

    assert decision.state is state
    assert timers(decision) == [("unclear-1", NOW + seconds(30), 1)]


def test_a_timer_of_an_earlier_attempt_does_nothing() -> None:
    second = wake(sending(), 1, None, NOW + seconds(30)).state

    decision = wake(second, 1, None, NOW + seconds(90))

    assert decision == Decision(second)


def test_a_second_accepted_request_is_seen_as_a_double() -> None:
    second = wake(sending(), 1, None, NOW + seconds(30)).state
    first_known = conclude(second, 2, ACCEPTED, NOW).state

    both = follow(first_known, "wamid.B", Stage.SENT, None, NOW).state

    assert both.wamids == ("wamid.A", "wamid.B")


@pytest.mark.parametrize(
    ("attempt", "verdict", "wait"),
    [
        (1, Verdict(Course.RETRY), 1),
        (4, Verdict(Course.RETRY), 8),
        (30, Verdict(Course.RETRY), 900),
        (1, Verdict(Course.RETRY, wait_seconds=17), 17),
        (1, Verdict(Course.WAIT_PAIR, wait_seconds=6), 6),
        (2, Verdict(Course.WAIT_PAIR, wait_seconds=6), 12),
        (1, Verdict(Course.STOP), 900),
    ],
)
def test_a_refusal_for_now_waits_ever_longer(attempt: int, verdict: Verdict, wait: float) -> None:
    state = sending().model_copy(update={"attempt": attempt})

    decision = conclude(state, attempt, verdict, NOW)

    assert decision.state.stage is Stage.QUEUED
    assert timers(decision) == [(f"again-{attempt}", NOW + seconds(wait), attempt)]
    assert decision.cancels == (f"lost-{attempt}", f"unclear-{attempt}")


def test_after_a_day_of_trying_it_waits_for_the_shopper() -> None:
    state = sending(created_at=NOW - timedelta(hours=24))

    assert conclude(state, 1, Verdict(Course.RETRY), NOW).state.stage is Stage.PARKED


def test_a_refused_form_is_tried_as_plain_text_once() -> None:
    plain = conclude(sending(), 1, Verdict(Course.SIMPLIFY, code=131009), NOW)
    again = wake(plain.state, 1, None, NOW)
    failed = conclude(again.state, 2, Verdict(Course.SIMPLIFY, code=131009), NOW)

    assert (plain.state.form, timers(plain)) == (Form.PLAIN, [("again-1", NOW, 1)])
    assert again.state.stage is Stage.SENDING
    assert (failed.state.stage, failed.state.trouble) == (Stage.FAILED, "131009: ")


def test_an_impossible_recipient_is_given_up() -> None:
    decision = conclude(sending(), 1, Verdict(Course.GIVE_UP, code=131026, reason="No"), NOW)

    assert (decision.state.stage, decision.state.trouble) == (Stage.FAILED, "131026: No")


def test_news_that_is_given_up_waits_for_the_shopper() -> None:
    state = sending(answer=Answer(message="Shipped", template="order_shipped"))

    assert conclude(state, 1, Verdict(Course.GIVE_UP), NOW).state.stage is Stage.PARKED


def test_a_closed_window_found_out_by_refusal_takes_the_template_else_parks() -> None:
    closed = Verdict(Course.REROUTE, code=131047)

    with_template = conclude(sending(has_template=True), 1, closed, NOW)
    without = conclude(sending(), 1, closed, NOW)

    assert (with_template.state.form, with_template.state.stage) == (Form.TEMPLATE, Stage.QUEUED)
    assert without.state.stage is Stage.PARKED


def test_outside_the_window_news_goes_as_a_template_else_waits() -> None:
    old = {"last_inbound_at": NOW - timedelta(hours=24), "answer": NEWS}

    news = queue(message(**old, has_template=True), None, NOW)
    parked = queue(message(**old), None, NOW)

    assert (news.state.form, news.state.stage) == (Form.TEMPLATE, Stage.SENDING)
    assert (parked.state.stage, parked.emits, parked.result) == (Stage.PARKED, (), None)


def test_an_answer_to_a_message_of_an_old_date_is_tried() -> None:
    state = queue(message(last_inbound_at=NOW - timedelta(days=2)), None, NOW).state

    assert (state.stage, state.form) == (Stage.SENDING, Form.RICH)


def test_behind_a_notice_the_message_itself_waits_for_the_shopper() -> None:
    told = {"last_inbound_at": NOW - timedelta(days=2), "has_template": True}
    notice = queue(message(answer=Answer(message="Hi", template="news_waiting"), **told), None, NOW)

    waiting = conclude(notice.state, 1, ACCEPTED, NOW).state
    read = follow(waiting, "wamid.A", Stage.READ, None, NOW).state
    failed = follow(read, "wamid.A", Stage.FAILED, failed_later(131026, "No"), NOW).state
    later = NOW + timedelta(days=1)
    sent = conclude(wake(failed, 1, later, later).state, 2, ACCEPTED_LATER, later).state

    assert notice.state.form is Form.TEMPLATE
    assert (waiting.stage, waiting.notice_wamids) == (Stage.PARKED, ("wamid.A",))
    assert failed is waiting
    assert (sent.stage, sent.form, sent.wamids) == (Stage.SENT, Form.RICH, ("wamid.B",))


def test_the_status_of_a_cut_off_notice_is_enough() -> None:
    told = {"last_inbound_at": NOW - timedelta(days=2), "has_template": True}
    notice = queue(message(answer=Answer(message="Hi", template="agent_reply"), **told), None, NOW)

    unclear = conclude(notice.state, 1, cut_off("ReadTimeout"), NOW).state
    decision = follow(unclear, "wamid.A", Stage.DELIVERED, None, NOW)

    assert decision.state.stage is Stage.PARKED
    assert decision.cancels == ("lost-1", "unclear-1")


def test_one_notice_is_enough() -> None:
    told = {"last_inbound_at": NOW - timedelta(days=2), "has_template": True}
    news = message(answer=Answer(message="Hi", template="news_waiting"), **told)

    assert queue(news, None, NOW, noticed=True).state.stage is Stage.PARKED
    shipped = message(answer=NEWS, **told)
    assert queue(shipped, None, NOW, noticed=True).state.stage is Stage.SENDING


def test_a_window_of_which_nothing_is_known_is_tried() -> None:
    assert queue(message(last_inbound_at=None), None, NOW).state.form is Form.RICH


def test_a_template_that_does_not_work_waits_for_the_shopper() -> None:
    state = sending(last_inbound_at=NOW - timedelta(days=2), has_template=True)

    for course in (Course.PARK, Course.SIMPLIFY, Course.REROUTE):
        assert conclude(state, 1, Verdict(course), NOW).state.stage is Stage.PARKED


def test_a_parked_message_goes_in_full_when_the_shopper_writes() -> None:
    parked = queue(message(last_inbound_at=NOW - timedelta(days=2), answer=NEWS), None, NOW).state

    later = NOW + timedelta(days=3)
    decision = wake(parked, 0, later - seconds(1), later)

    assert (decision.state.stage, decision.state.form) == (Stage.SENDING, Form.RICH)
    assert decision.result == {"attempt": 1}


def test_a_parked_message_stays_parked_until_the_shopper_wrote_again() -> None:
    state = conclude(sending(), 1, Verdict(Course.REROUTE), NOW).state

    assert wake(state, 1, None, NOW).state is state
    assert wake(state, 1, state.last_inbound_at, NOW).state is state
    assert wake(state, 1, NOW - timedelta(days=3), NOW).state is state


def test_statuses_in_any_order_with_doubles_end_at_the_furthest() -> None:
    stages = (Stage.SENT, Stage.DELIVERED, Stage.READ, Stage.PLAYED)
    for order in permutations((*stages, Stage.READ)):
        state = sending()
        for stage in order:
            state = follow(state, "wamid.A", stage, None, NOW).state
        assert (state.stage, state.wamids) == (Stage.PLAYED, ("wamid.A",))


def test_a_failure_after_delivery_changes_nothing_for_the_shopper() -> None:
    read = follow(sending(), "wamid.A", Stage.READ, None, NOW).state

    decision = follow(read, "wamid.A", Stage.FAILED, failed_later(131026, "No"), NOW)

    assert decision.state.stage is Stage.READ
    assert decision.emits == ()


def test_a_failed_message_stays_failed_whatever_comes_late() -> None:
    failed = follow(message(**SENT), "wamid.A", Stage.FAILED, failed_later(131026, "No"), NOW)

    for stage in (Stage.SENT, Stage.DELIVERED):
        assert follow(failed.state, "wamid.A", stage, None, NOW).state.stage is Stage.FAILED
    assert conclude(failed.state, 1, ACCEPTED, NOW).state is failed.state


def test_a_failure_that_overtakes_the_answer_of_its_request_is_not_undone_by_it() -> None:
    refused = follow(sending(), "wamid.A", Stage.FAILED, failed_later(131047, "No"), NOW).state

    decision = conclude(refused, 1, ACCEPTED, NOW)

    assert refused.stage is Stage.PARKED
    assert decision.state is refused


def test_a_message_that_failed_later_is_sent_again_where_that_helps() -> None:
    decision = follow(message(**SENT), "wamid.A", Stage.FAILED, failed_later(131053, "Media"), NOW)

    assert (decision.state.stage, decision.state.form) == (Stage.QUEUED, Form.PLAIN)
    assert timers(decision) == [("again-1", NOW, 1)]


def test_the_failure_of_an_earlier_request_does_not_stop_a_later_one() -> None:
    state = message(**{**SENT, "wamids": ("wamid.A", "wamid.B"), "attempt": 2})

    decision = follow(state, "wamid.A", Stage.FAILED, failed_later(131026, "No"), NOW)

    assert decision.state.stage is Stage.SENT


verdicts = st.builds(
    Verdict,
    st.sampled_from([course for course in Course if course is not Course.ACCEPTED]),
    code=st.none() | st.integers(0, 140000),
) | st.sampled_from("ABC").map(lambda name: Verdict(Course.ACCEPTED, wamid=f"wamid.{name}"))
steps = st.lists(
    st.tuples(st.just("conclude"), verdicts)
    | st.tuples(st.just("follow"), st.sampled_from("ABC"), st.sampled_from(list(Stage)[2:6]))
    | st.tuples(st.just("failed"), st.sampled_from("ABC"), st.integers(0, 140000))
    | st.tuples(st.just("wake"), st.integers(0, 6)),
    max_size=30,
)


@given(
    history=steps,
    has_template=st.booleans(),
    hours_silent=st.sampled_from([None, 1, 30]),
    occasion=st.sampled_from([None, "order_shipped", "news_waiting"]),
)
def test_no_history_loses_a_message(
    *,
    history: list[tuple[object, ...]],
    has_template: bool,
    hours_silent: int | None,
    occasion: str | None,
) -> None:
    last = NOW - timedelta(hours=hours_silent) if hours_silent else None
    answer = Answer(message="Hi", template=occasion)
    new = message(has_template=has_template, last_inbound_at=last, answer=answer)
    decision = queue(new, None, NOW)
    armed = names(decision)
    for minute, step in enumerate(history):
        before = decision.state
        decision = apply(before, step, NOW + timedelta(minutes=minute))
        armed = (armed - set(decision.cancels)) | names(decision)
        after = decision.state

        assert after.attempt - before.attempt in {0, 1}
        assert len(set(after.wamids)) == len(after.wamids)
        if after.stage in {Stage.QUEUED, Stage.SENDING}:
            assert any(name.endswith(f"-{after.attempt}") for name in armed), (step, after)


def names(decision: Decision[Outbound]) -> set[str]:
    return {emit.timer for emit in decision.emits if emit.timer}


def apply(state: Outbound, step: tuple[object, ...], now: datetime) -> Decision[Outbound]:
    match step:
        case ("conclude", Verdict() as verdict):
            return conclude(state, state.attempt, verdict, now)
        case ("follow", str(name), Stage() as stage):
            return follow(state, f"wamid.{name}", stage, None, now)
        case ("failed", str(name), int(code)):
            verdict = failed_later(code, "failed")
            return follow(state, f"wamid.{name}", Stage.FAILED, verdict, now)
        case ("wake", int(attempt)):
            return wake(state, attempt, now, now)
        case _:
            raise AssertionError(step)
