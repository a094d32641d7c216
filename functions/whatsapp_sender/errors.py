"""What each answer of WhatsApp to a send means for the message.

Sources: developers.facebook.com, WhatsApp Cloud API, support/error-codes (2026-05-15), and
throughput; the error classes of pywa 4.5.0.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from pydantic import ValidationError

from shared.foreign import Beside, ForeignModel


class Course(StrEnum):
    """What to do next."""

    ACCEPTED = "accepted"
    RETRY = "retry"
    WAIT_PAIR = "wait_pair"
    """Too much to this one shopper: other shoppers go on."""
    REROUTE = "reroute"
    """The 24 hours are over: a template, else wait for the shopper."""
    SIMPLIFY = "simplify"
    """This form was refused: send it as plain text."""
    PARK = "park"
    """The template does not work: wait for the shopper."""
    STOP = "stop"
    """The number or its token is blocked: a person must act; try again rarely."""
    GIVE_UP = "give_up"
    UNCLEAR = "unclear"
    """It may have been taken: wait for its status before sending again."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The meaning of one answer.

    Attributes:
        course: what to do next.
        code: Meta's error code, or the HTTP status where Meta gave none.
        reason: for logs and the record; never holds message text.
        wamid: WhatsApp's id of the message, when accepted.
        wait_seconds: the shortest wait that was asked for.
    """

    course: Course
    code: int | None = None
    reason: str = ""
    wamid: str | None = None
    wait_seconds: float = 0


PAIR_SECONDS: Final = 6
"""One message to one shopper each 6 seconds, once the burst is used up."""

COURSES: Final[dict[int, Course]] = {
    **dict.fromkeys((1, 2, 4, 80007, 130429, 131000, 131016, 131057, 132069), Course.RETRY),
    **dict.fromkeys((133004, 133016, 133015), Course.RETRY),
    131056: Course.WAIT_PAIR,
    131047: Course.REROUTE,
    # Malformed for WhatsApp, or a picture it could not fetch: words alone will do.
    **dict.fromkeys((100, 131008, 131009, 131051, 131052, 131053, 135000), Course.SIMPLIFY),
    **dict.fromkeys(
        (132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 131062), Course.PARK
    ),
    **dict.fromkeys((0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045), Course.STOP),
    **dict.fromkeys((131048, 131055, 133000, 133005, 133006, 133008), Course.STOP),
    **dict.fromkeys((133009, 133010, 134011), Course.STOP),
    **dict.fromkeys((131021, 131026, 131030, 131049, 131050), Course.GIVE_UP),
    **dict.fromkeys((130472, 130497, 137000), Course.GIVE_UP),
}
PERMISSIONS: Final = range(200, 300)
TEMPLATES: Final = range(132000, 133000)

SERVER_ERROR: Final = 500
TOO_MANY: Final = 429
REQUEST_TIMEOUT: Final = 408
UNAUTHORIZED: Final = frozenset({401, 403, 404, 405})


class _Sent(ForeignModel):
    id: str


class _Error(ForeignModel):
    code: int
    message: Annotated[str | None, Beside] = None
    is_transient: Annotated[bool | None, Beside] = None


class _Answer(ForeignModel):
    messages: Annotated[tuple[_Sent, ...] | None, Beside] = None
    error: Annotated[_Error | None, Beside] = None


def read_answer(status: int, body: bytes, retry_after: str | None = None) -> Verdict:
    """Return what an HTTP answer to a send means, whatever it holds."""
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError:
        answer = _Answer()
    if answer.error is not None:
        return _meta_error(answer.error, status, _seconds(retry_after))
    if status < 300 and answer.messages:  # noqa: PLR2004 - success
        return Verdict(Course.ACCEPTED, wamid=answer.messages[0].id)
    return _bare_status(status, _seconds(retry_after))


def course_of(code: int) -> Course | None:
    """Return what an error code means, also in a `failed` status; None for an unheard-of one."""
    if code in COURSES:
        return COURSES[code]
    if code in PERMISSIONS:
        return Course.STOP
    return Course.PARK if code in TEMPLATES else None


def never_left(reason: str) -> Verdict:
    """Return the verdict on a request that did not reach WhatsApp (refused, no such host)."""
    return Verdict(Course.RETRY, reason=reason)


def cut_off(reason: str) -> Verdict:
    """Return the verdict on a request without an answer: it may have been taken."""
    return Verdict(Course.UNCLEAR, reason=reason)


def failed_later(code: int | None, title: str | None) -> Verdict:
    """Return the verdict on a message that was accepted and then failed, as a status tells."""
    course = (course_of(code) if code is not None else None) or Course.SIMPLIFY
    wait_seconds = PAIR_SECONDS if course is Course.WAIT_PAIR else 0
    return Verdict(course, code=code, reason=title or "failed", wait_seconds=wait_seconds)


def _meta_error(error: _Error, status: int, wait_seconds: float) -> Verdict:
    course = course_of(error.code)
    if course is None and (error.is_transient or status >= SERVER_ERROR or status == TOO_MANY):
        course = Course.RETRY
    if course is Course.WAIT_PAIR:
        wait_seconds = max(wait_seconds, PAIR_SECONDS)
    return Verdict(
        course or Course.SIMPLIFY,
        code=error.code,
        reason=(error.message or "")[:200],
        wait_seconds=wait_seconds,
    )


def _bare_status(status: int, wait_seconds: float) -> Verdict:
    """Return the verdict on an answer that something between us and Meta may have written."""
    if status == TOO_MANY:
        course = Course.RETRY
    elif status in UNAUTHORIZED:
        course = Course.STOP
    elif status == REQUEST_TIMEOUT or status < 300 or status >= SERVER_ERROR:  # noqa: PLR2004
        course = Course.UNCLEAR
    elif status < 400:  # noqa: PLR2004 - a redirect: the address is wrong
        course = Course.STOP
    else:
        course = Course.SIMPLIFY
    return Verdict(course, code=status, reason=f"HTTP {status}", wait_seconds=wait_seconds)


def _seconds(retry_after: str | None) -> float:
    return min(float(retry_after), 3600.0) if retry_after and retry_after.isdecimal() else 0.0
