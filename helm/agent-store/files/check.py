"""What `helm test` asks of an installed shop; prints each answer, ends with 1 if one is wrong.

Standard library only: it runs in the functions' image, beside nothing else.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus

COLD_START_SECONDS = 120
FORGED = {
    "ce-id": "helm-test",
    "ce-source": "/helm-test",
    "ce-type": "store.order.confirmed",
    "ce-specversion": "1.0",
    "content-type": "application/json",
}


def status(method: str, url: str, headers: dict[str, str] | None = None) -> int:
    """Return the status of an answer; 0 when nothing answered."""
    body = b"{}" if method == "POST" else None
    request = urllib.request.Request(url, body, headers or {}, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=COLD_START_SECONDS) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, TimeoutError, OSError):
        return 0


def checks(services: list[str], service_url: str, door: str) -> Iterator[tuple[str, int, bool]]:
    """Yield what was asked, the answer's status, and whether that is right."""
    for service in services:
        answer = status("GET", f"{service_url.format(service=service)}/healthz")
        yield f"{service} wakes and is well", answer, answer == HTTPStatus.OK
    catalog = service_url.format(service="product-catalog")
    answer = status("GET", f"{catalog}/v1/products?limit=1")
    yield "the catalog answers from its store", answer, answer == HTTPStatus.OK
    if not door:
        return
    answer = status("GET", f"{door}/v1/products?limit=1")
    yield "the door leads to the catalog", answer, answer == HTTPStatus.OK
    answer = status("POST", f"{door}/", FORGED)
    yield "the door takes no events", answer, answer == HTTPStatus.NOT_FOUND
    answer = status("DELETE", f"{door}/v1/products")
    yield "the door knows methods", answer, answer == HTTPStatus.NOT_FOUND
    answer = status("POST", f"{door}/webhooks/whatsapp")
    refused = answer in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
    yield "an unsigned webhook is refused", answer, refused


def main() -> int:
    """Ask everything that the environment names."""
    wrong = 0
    started = time.monotonic()
    services = json.loads(os.environ["SERVICES"])
    for what, answer, right in checks(services, os.environ["SERVICE_URL"], os.environ["DOOR_URL"]):
        wrong += not right
        seconds = time.monotonic() - started
        sys.stdout.write(f"{'ok   ' if right else 'WRONG'} {seconds:6.1f}s  {answer}  {what}\n")
        sys.stdout.flush()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
