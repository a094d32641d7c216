"""Webhooks as raw as an attacker or a new version of Meta may send them."""

import copy
import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import httpx

from tests.journeys.shop_run import ShopRun

Json = dict[str, Any]
_ids = count(1)


def signature(shop: ShopRun, raw: bytes) -> str:
    """Return the header value that Meta would send with `raw`."""
    secret = shop.secret("WHATSAPP_APP_SECRET").encode()
    return f"sha256={hmac.new(secret, raw, hashlib.sha256).hexdigest()}"


def post(shop: ShopRun, raw: bytes, **headers: str) -> httpx.Response:
    """Post bytes to the webhook with these headers only."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return shop.client.post(
        f"{shop.gateway}/webhooks/whatsapp",
        content=raw,
        headers={"content-type": "application/json", **named},
    )


def post_signed(shop: ShopRun, body: object) -> httpx.Response:
    """Post JSON, or bytes, as Meta signs it."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return post(shop, raw, x_hub_signature_256=signature(shop, raw))


def addressed(sample: Mapping[str, Any], phone_number_id: str, shopper: str) -> Json:
    """Return a sample as if `shopper` had sent it now to one of our numbers."""
    body: Json = copy.deepcopy(dict(sample))
    for value in values_of(body):
        value.setdefault("metadata", {})["phone_number_id"] = phone_number_id
        for contact in value.get("contacts", []):
            contact["wa_id"] = shopper
            for other in ("user_id", "parent_user_id"):
                contact.pop(other, None)
        for message in value.get("messages", []):
            message |= {"from": shopper, "id": f"wamid.sample.{next(_ids)}"}
            message["timestamp"] = str(int(time.time()))
            for other in ("from_user_id", "from_parent_user_id"):
                message.pop(other, None)
    return body


def values_of(body: Mapping[str, Any]) -> Iterator[Json]:
    """Yield the values of all changes."""
    for entry in body["entry"]:
        for change in entry["changes"]:
            yield change["value"]


def together(bodies: list[Json]) -> Json:
    """Return one webhook with all entries of several."""
    return {"object": bodies[0]["object"], "entry": [one for b in bodies for one in b["entry"]]}


def shopper_text(phone_number_id: str, shopper: str, text: str, at: int | None = None) -> Json:
    """Return a webhook with one text."""
    message = {
        "from": shopper,
        "id": f"wamid.text.{next(_ids)}",
        "timestamp": str(at or int(time.time())),
        "type": "text",
        "text": {"body": text},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "0", "phone_number_id": phone_number_id},
        "contacts": [{"profile": {"name": "Alex Doe"}, "wa_id": shopper}],
        "messages": [message],
    }
    entry = {"id": "0", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}
