"""Dead letters: listed, replayed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.errors import ProblemError
from shared.function.dead_letters import DEAD_LETTERS
from shared.function.delivery import Delivery
from shared.function.envelope import Envelope, from_document
from shared.function.rest import change, ports_of, require_admin, rest_delivery
from shared.function.signing import is_ours
from shared.log import log
from shared.stores.store import Document

PAGE = 50


async def list_letters(request: Request) -> Response:
    """Return dead letters, newest first, without the text of messages."""
    require_admin(request)
    query: dict[str, Any] = {}
    for name, stored in (("consumer", "consumer"), ("type", "envelope.type")):
        if value := request.query_params.get(name):
            query[stored] = value
    store = ports_of(request).store
    letters = await store.find(DEAD_LETTERS, query, sort=(("at", -1),), limit=PAGE)
    total = await store.count(DEAD_LETTERS, query)
    return JSONResponse({"deadLetters": [_shown(one) for one in letters], "total": total})


async def replay_one(request: Request) -> Response:
    """Hand one dead letter to the broker again."""
    caller = require_admin(request)
    key = _key(request.path_params["key"])
    delivery = rest_delivery(request, caller=caller, operation="dead-letters.replay")

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        letter = await acting.store.get(DEAD_LETTERS, key)
        if letter is None:
            raise ProblemError(404, "Not found", "There is no dead letter with this id.")
        if not await _replay(acting, letter):
            raise ProblemError(422, "Not replayable", "It is not signed as one of our events.")
        return 202, {"replayed": 1}

    return await change(request, delivery, act)


async def replay_all(request: Request) -> Response:
    """Hand all dead letters, or those of one consumer or type, to the broker again."""
    caller = require_admin(request)
    delivery = rest_delivery(request, caller=caller, operation="dead-letters.replay")
    query: dict[str, Any] = {"envelope": {"$exists": True}}
    for name, stored in (("consumer", "consumer"), ("type", "envelope.type")):
        if value := request.query_params.get(name):
            query[stored] = value

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        letters = await acting.store.find(DEAD_LETTERS, query, limit=1000)
        replayed = [await _replay(acting, letter) for letter in letters]
        return 202, {"replayed": replayed.count(True), "refused": replayed.count(False)}

    return await change(request, delivery, act)


def _name(key: str) -> str:
    """Return a letter's name in paths: its key has slashes, which no gateway lets through."""
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _key(name: str) -> str:
    try:
        return urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
    except ValueError:
        return ""


async def _replay(delivery: Delivery, letter: Document) -> bool:
    """Hand a letter to the broker; False for what is not ours, or was signed with a former key."""
    envelope = from_document(letter["envelope"]) if "envelope" in letter else None
    if envelope is None or not is_ours(envelope, delivery.ports.signing_key):
        return False
    await delivery.ports.publisher.publish(envelope)
    await delivery.store.delete(DEAD_LETTERS, {"_id": letter["_id"]})
    log().info("dead_letter.replayed", event_type=envelope.type, event_id=envelope.id)
    return True


def _shown(letter: Document) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": letter["_id"],
        "replayPath": f"/v1/admin/dead-letters/{_name(letter['_id'])}/replay",
        "consumer": letter["consumer"],
        "reason": letter["reason"],
        "at": letter["at"].isoformat(),
        "replayable": "envelope" in letter,
    }
    if "envelope" in letter:
        envelope: Envelope = from_document(letter["envelope"])
        shown["type"] = envelope.type
        shown["eventId"] = envelope.id
        shown["correlationId"] = envelope.extension("correlationid")
        shown["brand"] = envelope.extension("brand")
    elif "foreign" in letter:
        shown |= {"type": letter["foreign"]["type"], "eventId": letter["foreign"]["id"]}
    return shown
