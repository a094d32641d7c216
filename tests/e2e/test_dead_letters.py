"""A function that fails for as long as the broker tries, is mended, and gets what it missed.

The in-memory broker ends a delivery whose sender hangs up, as ours do after 10 s: then the relay
keeps the event, and nothing becomes a dead letter unless somebody holds the line, as here.
"""

import json
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import httpx

from shared.events.chat import ChatMessageNew
from shared.function.envelope import Envelope, from_document, to_http
from tests.e2e.cluster_shop import RELEASE, ClusterShop
from tests.e2e.kubectl import NAMESPACE, Json, by_address, get, kubectl, until
from tests.journeys.rest import dead_letters, ledger
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shoppers import WhatsAppShopper

GIVES_UP_SECONDS = 600
"""Ten retries, backing off to 204 s in all, each of which may wait for the store."""
NO_STORE = {"name": "MONGODB_URI", "value": "mongodb://127.0.0.1:9/agent_store"}


def revision(service: str) -> tuple[str, str]:
    status = get("ksvc", service)["status"]
    return status["latestCreatedRevisionName"], status.get("latestReadyRevisionName", "")


def set_variable(service: str, variable: Json) -> Json:
    """Change one variable of a Service; return what it was."""
    container = get("ksvc", service)["spec"]["template"]["spec"]["containers"][0]
    names = [one["name"] for one in container["env"]]
    place = names.index(variable["name"])
    before = revision(service)
    change = {
        "op": "replace",
        "path": f"/spec/template/spec/containers/0/env/{place}",
        "value": variable,
    }
    kubectl("patch", "ksvc", service, "-n", NAMESPACE, "--type=json", "-p", json.dumps([change]))
    until(
        lambda: revision(service)[0] != before[0] and len(set(revision(service))) == 1,
        f"the next revision of {service}",
        seconds=180,
    )
    return container["env"][place]


@contextmanager
def without_store(service: str) -> Generator[None, None, None]:
    """A Service that can't reach the ledger."""
    known = set_variable(service, NO_STORE)
    try:
        yield
    finally:
        set_variable(service, known)


@contextmanager
def line_held(shop: ClusterShop) -> Generator[None, None, None]:
    """Publish what the webhook left to the relay in its place; wait for the broker's last try."""
    event = shop.eventually(lambda: taken_over(shop), "the webhook leaves it to the relay")
    assert event is not None
    headers, body = to_http(event)
    url = by_address(get("broker", "default")["status"]["address"]["url"])
    with ThreadPoolExecutor() as meanwhile:
        held = meanwhile.submit(
            httpx.post, url, content=body, headers=headers, timeout=GIVES_UP_SECONDS
        )
        yield
        assert held.result().is_success


def taken_over(shop: ClusterShop) -> Envelope | None:
    with ledger(shop) as database:
        left = database["timers"].find_one_and_delete({"envelope.type": ChatMessageNew.type})
    return from_document(left["envelope"]) if left else None


def replay_by_job(name: str) -> str:
    """Replay as docs/operations.md says; return what the Job printed."""
    words = ["-n", NAMESPACE]
    kubectl("create", "job", f"--from=cronjob/{RELEASE}-dead-letters", name, *words)
    kubectl("wait", "--for=condition=complete", f"job/{name}", "--timeout=180s", *words)
    return kubectl("logs", f"job/{name}", *words)


def test_what_a_broken_function_missed_is_replayed_once_it_is_mended(
    shop: ClusterShop, broker: str
) -> None:
    script = SCRIPTS["tech"]
    shopper = WhatsAppShopper(shop, "tech")
    shopper.say("oi")
    already = len(dead_letters(shop))

    with without_store("intent"):
        shopper.write(script.search)
        with line_held(shop) if broker == "in-memory" else nullcontext():
            shop.eventually(
                lambda: len(dead_letters(shop)) > already,
                "the broker gives up",
                seconds=GIVES_UP_SECONDS,
                pause=3,
            )
        [letter] = dead_letters(shop)[: len(dead_letters(shop)) - already]
        shopper.hears_nothing(0)

    assert (letter["consumer"], letter["type"], letter["replayable"]) == (
        "intent",
        "store.chat.message.new",
        True,
    )
    assert "1 handed to the broker again" in replay_by_job(f"replay-{time.time_ns()}")
    assert shopper.hear().choice(script.found)
    shopper.hears_nothing(5)
    assert len(dead_letters(shop)) == already
