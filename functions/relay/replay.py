"""Replays dead letters from a shell of the cluster: `python -m functions.relay.replay [consumer]`.

The chart's suspended CronJob runs it: `kubectl create job --from=cronjob/… NAME`.
"""

import os
import sys

import httpx

from shared.settings import settings

SECONDS = 120
"""A sleeping relay has to wake, and a thousand letters have to be published."""


def replay(address: str, token: str, consumer: str, key: str) -> int:
    """Ask the relay at `address` to hand dead letters to the broker; return how many it did.

    Args:
        address: of the relay.
        token: the admin's.
        consumer: only what this Service could not take; all when empty.
        key: idempotency key; a Job that runs again with the same one replays nothing twice.
    """
    answer = httpx.post(
        f"{address.rstrip('/')}/v1/admin/dead-letters/replay",
        params={"consumer": consumer} if consumer else {},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
        timeout=SECONDS,
    )
    answer.raise_for_status()
    return int(answer.json()["replayed"])


def main() -> int:
    """Replay, and print how many."""
    settings().require("admin_token")
    consumer = sys.argv[1] if sys.argv[1:] else os.environ.get("CONSUMER", "")
    replayed = replay(
        settings().service_url.format(service="relay"),
        settings().admin_token.get_secret_value(),
        consumer,
        os.environ.get("HOSTNAME", "replay"),
    )
    sys.stdout.write(f"{replayed} handed to the broker again.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
