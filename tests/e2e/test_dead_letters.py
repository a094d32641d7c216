"""A function that fails for as long as the broker tries, is mended, and gets what it missed."""

import json
import time
from collections.abc import Generator
from contextlib import contextmanager

from tests.e2e.cluster_shop import RELEASE, ClusterShop
from tests.e2e.kubectl import NAMESPACE, Json, get, kubectl, until
from tests.journeys.rest import dead_letters
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


def replay_by_job(name: str) -> str:
    """Replay as docs/operations.md says; return what the Job printed."""
    words = ["-n", NAMESPACE]
    kubectl("create", "job", f"--from=cronjob/{RELEASE}-dead-letters", name, *words)
    kubectl("wait", "--for=condition=complete", f"job/{name}", "--timeout=180s", *words)
    return kubectl("logs", f"job/{name}", *words)


def test_what_a_broken_function_missed_is_replayed_once_it_is_mended(shop: ClusterShop) -> None:
    script = SCRIPTS["tech"]
    shopper = WhatsAppShopper(shop, "tech")
    shopper.say("oi")
    already = len(dead_letters(shop))

    with without_store("intent"):
        shopper.write(script.search)
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
