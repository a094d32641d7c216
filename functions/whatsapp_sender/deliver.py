"""What happens next to an outbound message: pure decisions on its record.

WhatsApp has no idempotency key. Before each request the record says `sending`, with our id in the
request; a request without a known outcome waits 20 seconds for a status webhook that carries our
id, and is made again after that. So nothing is lost, and it is doubled only if WhatsApp took it
and sent no status in time, which is counted.
"""

from datetime import datetime, timedelta
from typing import Final

from functions.whatsapp_sender.courses import refused
from functions.whatsapp_sender.due import due, outcome_timers
from functions.whatsapp_sender.errors import Course, Verdict
from functions.whatsapp_sender.outbound import ARRIVED, Form, Outbound, Stage
from shared.function.decision import Decision

REQUEST_TAKES: Final = timedelta(seconds=10)
"""The client gives a request up after this."""
STATUS_TAKES: Final = timedelta(seconds=20)


def queue(
    message: Outbound, send_at: datetime | None, now: datetime, *, noticed: bool = False
) -> Decision[Outbound]:
    """Take a new message: send it at once, or at `send_at` when the shopper gets many.

    Args:
        message: the record.
        send_at: when its turn comes, None for at once.
        now: the delivery's time.
        noticed: the shopper was told before that something waits; once is enough.
    """
    routed = _routed(message, now)
    if noticed and routed.is_notice:
        routed = _parked(routed)
    if routed.stage is Stage.PARKED:
        return Decision(routed)
    if send_at is not None and send_at > now:
        return Decision(routed, emits=(due(routed, send_at, "paced"),))
    return _start(routed, now)


def wake(
    message: Outbound, attempt: int, last_inbound_at: datetime | None, now: datetime
) -> Decision[Outbound]:
    """Go on with a message whose time has come; `attempt` tells which state it was set for."""
    if attempt != message.attempt:
        return Decision(message)
    if message.stage is Stage.PARKED and last_inbound_at is not None:
        return _unpark(message, last_inbound_at, now)
    if message.stage is Stage.QUEUED:
        return _start(_routed(message, now), now)
    if message.stage is Stage.SENDING:
        return _send_again_if_unclear(message, now)
    return Decision(message)


def conclude(
    message: Outbound, attempt: int, verdict: Verdict, now: datetime
) -> Decision[Outbound]:
    """Note the outcome of request number `attempt`."""
    if verdict.wamid is not None:
        if verdict.wamid in (*message.failed_wamids, *message.notice_wamids):
            return Decision(message)
        return _settled(message, _accepted(message, verdict.wamid), attempt)
    if message.stage is not Stage.SENDING or attempt != message.attempt:
        return Decision(message)
    if verdict.course is Course.UNCLEAR:
        clear_at = now + STATUS_TAKES
        waiting = message.model_copy(update={"clear_at": clear_at, "trouble": verdict.reason})
        return Decision(waiting, emits=(due(waiting, clear_at, "unclear"),))
    return refused(message, verdict, now)


def follow(
    message: Outbound, wamid: str, stage: Stage, verdict: Verdict | None, now: datetime
) -> Decision[Outbound]:
    """Note a status of one of the message's requests; statuses come in any order, some twice.

    Args:
        message: the record.
        wamid: the request it is about.
        stage: `sent` to `played`, or `failed`.
        verdict: what the error of a `failed` one means.
        now: the delivery's time.
    """
    if wamid in (*message.failed_wamids, *message.notice_wamids):
        return Decision(message)
    known = _with_wamid(message, wamid)
    if stage is not Stage.FAILED or verdict is None:
        if message.is_notice:
            return _settled(message, _accepted(message, wamid), message.attempt)
        if _rank(stage) > _rank(message.stage):
            known = known.model_copy(update={"stage": stage, "clear_at": None, "trouble": ""})
        return _settled(message, known, message.attempt)
    known = known.model_copy(update={"failed_wamids": (*known.failed_wamids, wamid)})
    if message.stage not in {Stage.SENDING, Stage.SENT} or wamid != known.wamids[-1]:
        return Decision(known)
    return refused(known, verdict, now)


def _start(message: Outbound, now: datetime) -> Decision[Outbound]:
    if message.stage is Stage.PARKED:
        return Decision(message)
    clear_at = now + REQUEST_TAKES + STATUS_TAKES
    sending = message.model_copy(
        update={"stage": Stage.SENDING, "attempt": message.attempt + 1, "clear_at": clear_at}
    )
    # The result tells the one delivery that made this decision to make the request.
    return Decision(
        sending,
        emits=(due(sending, clear_at, "lost"),),
        result={"attempt": sending.attempt},
    )


def _send_again_if_unclear(message: Outbound, now: datetime) -> Decision[Outbound]:
    if message.clear_at is not None and now < message.clear_at:
        return Decision(message, emits=(due(message, message.clear_at, "unclear"),))
    counted = message.model_copy(update={"possible_doubles": message.possible_doubles + 1})
    return _start(_routed(counted, now), now)


def _unpark(message: Outbound, last_inbound_at: datetime, now: datetime) -> Decision[Outbound]:
    fresh = message.model_copy(
        update={
            "stage": Stage.QUEUED,
            "form": Form.RICH,
            "last_inbound_at": last_inbound_at,
            "created_at": now,
            "trouble": "",
        }
    )
    news = message.last_inbound_at is None or message.last_inbound_at < last_inbound_at
    if not news or not fresh.window_open(now):
        return Decision(message)
    return _start(fresh, now)


def _settled(before: Outbound, after: Outbound, attempt: int) -> Decision[Outbound]:
    if after == before:
        return Decision(before)
    return Decision(after, cancels=outcome_timers(attempt))


def _routed(message: Outbound, now: datetime) -> Outbound:
    """Return the message in a form that is allowed now, or parked.

    News has an occasion; what has none answers something that the shopper wrote, whatever its
    date was, so WhatsApp may decide whether the window is open.
    """
    if message.window_open(now) or message.form is Form.TEMPLATE:
        return message
    if message.has_template:
        return message.model_copy(update={"form": Form.TEMPLATE})
    return _parked(message) if message.answer.template else message


def _parked(message: Outbound) -> Outbound:
    return message.model_copy(update={"stage": Stage.PARKED, "trouble": "outside the window"})


def _accepted(message: Outbound, wamid: str) -> Outbound:
    """Return the message once WhatsApp took it; behind a notice it waits for the shopper."""
    if message.is_notice:
        notices = (*message.notice_wamids, wamid)
        return _parked(message).model_copy(update={"notice_wamids": notices, "clear_at": None})
    known = _with_wamid(message, wamid)
    if message.stage not in {Stage.SENDING, Stage.QUEUED, Stage.PARKED}:
        return known
    return known.model_copy(update={"stage": Stage.SENT, "clear_at": None, "trouble": ""})


def _with_wamid(message: Outbound, wamid: str) -> Outbound:
    if wamid in message.wamids:
        return message
    return message.model_copy(update={"wamids": (*message.wamids, wamid)})


def _rank(stage: Stage) -> int:
    """Return how far a stage is; a failed message stays so, whatever its late statuses say."""
    if stage is Stage.FAILED:
        return len(ARRIVED)
    return ARRIVED.index(stage) if stage in ARRIVED else -1
