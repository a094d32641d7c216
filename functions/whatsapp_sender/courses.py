"""What follows when WhatsApp refuses a message: again, in another form, later, or not at all."""

from datetime import datetime, timedelta
from typing import Final

from functions.whatsapp_sender.due import due, outcome_timers
from functions.whatsapp_sender.errors import Course, Verdict
from functions.whatsapp_sender.outbound import Form, Outbound, Stage
from shared.function.decision import Decision

TRY_FOR: Final = timedelta(hours=24)
"""After this a message waits for the shopper instead of trying on."""
LONGEST_WAIT: Final = timedelta(minutes=15)


def refused(message: Outbound, verdict: Verdict, now: datetime) -> Decision[Outbound]:
    """Return what follows from a request or message that WhatsApp refused."""
    trouble = f"{verdict.code}: {verdict.reason}" if verdict.code is not None else verdict.reason
    after = message.model_copy(update={"clear_at": None, "trouble": trouble[:240]})
    cancels = outcome_timers(message.attempt)
    match verdict.course:
        case Course.GIVE_UP:
            # News is not lost for good: it is told when the shopper writes again.
            stage = Stage.PARKED if after.answer.template else Stage.FAILED
            return Decision(_at(after, stage), cancels=cancels)
        case Course.PARK:
            return Decision(_at(after, Stage.PARKED), cancels=cancels)
        case Course.SIMPLIFY:
            return _simplified(after, now, cancels)
        case Course.REROUTE:
            return _rerouted(after, now, cancels)
        case _:
            return _later(after, verdict, now, cancels)


def _simplified(message: Outbound, now: datetime, cancels: tuple[str, ...]) -> Decision[Outbound]:
    match message.form:
        case Form.RICH:
            return _again(message, Form.PLAIN, now, cancels)
        case Form.PLAIN:
            return Decision(_at(message, Stage.FAILED), cancels=cancels)
        case Form.TEMPLATE:
            return Decision(_at(message, Stage.PARKED), cancels=cancels)


def _rerouted(message: Outbound, now: datetime, cancels: tuple[str, ...]) -> Decision[Outbound]:
    if message.has_template and message.form is not Form.TEMPLATE:
        return _again(message, Form.TEMPLATE, now, cancels)
    return Decision(_at(message, Stage.PARKED), cancels=cancels)


def _later(
    message: Outbound, verdict: Verdict, now: datetime, cancels: tuple[str, ...]
) -> Decision[Outbound]:
    if now - message.created_at >= TRY_FOR:
        return Decision(_at(message, Stage.PARKED), cancels=cancels)
    wait = max(back_off(message.attempt, verdict.course), timedelta(seconds=verdict.wait_seconds))
    queued = _at(message, Stage.QUEUED)
    return Decision(queued, emits=(due(queued, now + wait, "again"),), cancels=cancels)


def _again(
    message: Outbound, form: Form, now: datetime, cancels: tuple[str, ...]
) -> Decision[Outbound]:
    """Send in another form at once; a timer, so that it stays one request a delivery."""
    queued = message.model_copy(update={"stage": Stage.QUEUED, "form": form})
    return Decision(queued, emits=(due(queued, now, "again"),), cancels=cancels)


def _at(message: Outbound, stage: Stage) -> Outbound:
    return message.model_copy(update={"stage": stage})


def back_off(attempt: int, course: Course) -> timedelta:
    """Return how long to wait after request number `attempt`."""
    if course is Course.STOP:
        return LONGEST_WAIT
    first = 6 if course is Course.WAIT_PAIR else 1
    return min(timedelta(seconds=first * 2 ** min(attempt - 1, 12)), LONGEST_WAIT)
