"""What a broker still has to deliver, told by the ledger: the same on every broker."""

import json
from typing import Final

from pymongo.database import Database

from functions.relay.routing import Route, consumers
from shared.function.envelope import from_document
from shared.function.outbox import marker_of
from tests.e2e.kubectl import Json, get

LATEST: Final = 500


def routes_of(release: str) -> tuple[Route, ...]:
    """Return the Triggers of a release, as its relay knows them."""
    text = get("configmap", f"{release}-triggers")["data"]["triggers.json"]
    return tuple(Route(one["attributes"], one["service"]) for one in json.loads(text))


def under_way(database: Database[Json], routes: tuple[Route, ...]) -> list[str]:
    """Return the events that were published and not handled by a Service that gets them."""
    causes = database["handled"].find({"confirm_at": {"$exists": True}}, {"envelopes": 1})
    wanted = {
        marker_of(service, envelope): f"{envelope.type} for {service}"
        for cause in causes.sort("at", -1).limit(LATEST)
        for envelope in map(from_document, cause["envelopes"])
        for service in consumers(routes, envelope)
    }
    there = {
        one["_id"]
        for collection in ("handled", "dead_letters")
        for one in database[collection].find({"_id": {"$in": list(wanted)}}, {"_id": 1})
    }
    return [said for marker, said in wanted.items() if marker not in there]
