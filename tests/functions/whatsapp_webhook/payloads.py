"""Webhooks as Meta writes them, made by hand."""

from collections.abc import Sequence

Json = dict[str, object]

NUMBER = "106540352242922"
PHONE = "16505551234"
USER_ID = "US.13491208655302741918"
AT = "1749416383"


def message(kind: str, body: object = None, **fields: object) -> Json:
    """Return one inbound message of `kind`; fields set to None are left out."""
    whole = {"from": PHONE, "id": "wamid.A", "timestamp": AT, "type": kind, kind: body, **fields}
    return {key: value for key, value in whole.items() if value is not None}


def text(body: str = "Hello", **fields: object) -> Json:
    """Return one text message."""
    return message("text", {"body": body}, **fields)


def status(name: str, wamid: str = "wamid.OUT", **fields: object) -> Json:
    """Return one delivery status."""
    return {"id": wamid, "status": name, "timestamp": AT, "recipient_id": PHONE, **fields}


def change(
    messages: Sequence[object] = (), statuses: Sequence[object] = (), **fields: object
) -> Json:
    """Return one change of field `messages`; `fields` replace or add to its value."""
    value: Json = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": NUMBER},
    }
    if messages:
        value["contacts"] = [{"profile": {"name": "Sheena Nelson"}, "wa_id": PHONE}]
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    return {"field": "messages", "value": {**value, **fields}}


def webhook(*changes: object) -> Json:
    """Return a webhook of one entry."""
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": list(changes)}]}
