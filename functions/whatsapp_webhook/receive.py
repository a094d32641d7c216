"""Takes one webhook: verified, read, published; answered 200 once broker or ledger has it."""

import asyncio
import hashlib
import json
from functools import cache

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from functions.whatsapp_webhook.announce import Announcement, announcements
from functions.whatsapp_webhook.body import LIMIT_BYTES, UnreadableBodyError, read_json
from functions.whatsapp_webhook.flood import notice
from functions.whatsapp_webhook.parse import parse
from functions.whatsapp_webhook.parsed import Parsed, Unknown
from functions.whatsapp_webhook.recall import Recall
from functions.whatsapp_webhook.signature import challenge_answer, is_signed
from functions.whatsapp_webhook.waking import Waker
from shared.brands import brands, brands_for_phone_number
from shared.clients import redis_if_named
from shared.clock import now
from shared.errors import DependencyError, ProblemError
from shared.events.chat import ChatMessageNew
from shared.events.whatsapp import WhatsAppMessageReceived
from shared.function.dead_letters import bury_raw
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.rest import bounded_body, ports_of
from shared.function.seal import SOURCE, Origin, derived_id
from shared.log import log
from shared.settings import settings


async def verify(request: Request) -> Response:
    """Echo Meta's challenge when it verifies the address."""
    token = settings().whatsapp_verify_token.get_secret_value()
    challenge = challenge_answer(token, request.query_params)
    if challenge is None:
        raise ProblemError(403, "Not allowed")
    return PlainTextResponse(challenge)


async def receive(request: Request) -> Response:
    """Take a webhook of Meta's.

    Raises:
        ProblemError: 413 too large, 401 unsigned, 403 wrongly signed; nothing is kept of it.
        DependencyError: neither the broker nor the store takes it, so that Meta sends it again.
    """
    raw = await bounded_body(request, LIMIT_BYTES)
    _check_signature(request, raw)
    at = now()
    try:
        parsed = parse(read_json(raw))
    except UnreadableBodyError as error:
        parsed = Parsed(unknown=(Unknown(reason=str(error), raw=raw.decode(errors="replace")),))
    found = announcements(parsed, brand_of, at)
    if settings().wake and (brand := _woken_for(found)) is not None:
        waker().wake(brand or None)
    deliveries = [(one, _delivery(request, one.key)) for one in await _wanted(found)]
    await asyncio.gather(*(_publish(one, delivery) for one, delivery in deliveries))
    await asyncio.gather(*(_keep(request, unknown) for unknown in _unknown(parsed)))
    first = found[0].key if found else hashlib.sha256(raw).hexdigest()
    return Response(
        status_code=200,
        headers={"X-Correlation-Id": _delivery(request, first).origin.correlation_id},
        background=BackgroundTask(_remember, deliveries),
    )


def brand_of(phone_number_id: str) -> str | None:
    """Return the brand of a number, None where several share it or none has it."""
    sharing = brands_for_phone_number(brands(), phone_number_id)
    return sharing[0].id if len(sharing) == 1 else None


@cache
def recall() -> Recall:
    """Return this process's memory."""
    return Recall(redis_if_named())


@cache
def waker() -> Waker:
    """Return this process's waker."""
    return Waker(settings().service_url)


def _check_signature(request: Request, raw: bytes) -> None:
    header = request.headers.get("x-hub-signature-256")
    secret = settings().whatsapp_app_secret.get_secret_value()
    if is_signed(secret, raw, header):
        return
    log().warning("webhook.refused", signed=header is not None, secret_set=bool(secret))
    raise ProblemError(403 if header else 401, "Not signed by WhatsApp")


def _woken_for(found: tuple[Announcement, ...]) -> str | None:
    """Return the brand of the first shopper's message, empty if shared, None without messages."""
    return next((one.emit.brand or "" for one in found if one.shopper), None)


async def _wanted(found: tuple[Announcement, ...]) -> list[Announcement]:
    """Return what is neither known nor too much; a flood is answered with one notice a minute."""
    taken = await recall().taken([one.key for one in found])
    wanted: list[Announcement] = []
    for one in found:
        if one.key in taken:
            continue
        if one.shopper is None:
            wanted.append(one)
            continue
        at = now()
        count = await recall().count(one.shopper, at)
        if count <= settings().messages_per_minute:
            wanted.append(one)
        elif count == settings().messages_per_minute + 1:
            wanted.append(_flood_notice(one))
    return wanted


def _flood_notice(one: Announcement) -> Announcement:
    event = one.emit.event
    assert isinstance(event, ChatMessageNew | WhatsAppMessageReceived), "a shopper's message"
    emit: Emit = notice(event.address, one.emit.brand, now())
    return Announcement(f"{emit.key}", emit)


async def _publish(one: Announcement, delivery: Delivery) -> None:
    await delivery.publish(one.emit, or_leave=True)
    log().info(
        "webhook.taken",
        event_type=one.emit.event.type,
        correlation_id=delivery.origin.correlation_id,
        brand=one.emit.brand,
    )


def _unknown(parsed: Parsed) -> tuple[Unknown, ...]:
    unread = (one.unread for one in parsed.messages)
    return (*parsed.unknown, *(one for one in unread if one is not None))


async def _keep(request: Request, unknown: Unknown) -> None:
    """Keep what nobody understood; as JSON text, which every store can take."""
    text = json.dumps(unknown.raw)
    key = hashlib.sha256(text.encode()).hexdigest()
    raw = {"json": text, "phone_number_id": unknown.phone_number_id}
    await bury_raw(_delivery(request, key), key, unknown.reason, raw)
    log().warning("webhook.unknown", reason=unknown.reason)


async def _remember(deliveries: list[tuple[Announcement, Delivery]]) -> None:
    """Remember what was published, after the answer: lost with the process, it is only doubled.

    The marks let the relay find events that the broker lost.
    """
    await recall().take([one.key for one, _ in deliveries])
    try:
        await asyncio.gather(*(delivery.mark() for _, delivery in deliveries))
    except DependencyError as error:
        log().warning("webhook.not_marked", dependency=error.name)


def _delivery(request: Request, key: str) -> Delivery:
    service: str = request.state.service
    cause = derived_id("door", key)
    origin = Origin(
        source=SOURCE.format(service=service),
        cause=cause,
        correlation_id=cause,
        brand=None,
        channel=None,
        hops=0,
        trace=request.headers.get("traceparent", "")[:55],
        now=now(),
    )
    return Delivery(service, origin, f"{service}|door|{key}", ports_of(request))
