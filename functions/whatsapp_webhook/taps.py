"""Taps: template buttons, reply buttons, list rows, forms and products asked about."""

import json
from typing import Annotated

from pydantic import Field

from functions.whatsapp_webhook.body import Json, UnreadableBodyError, read_json
from functions.whatsapp_webhook.payload import Label, NoContentError, Prose, within_limit
from shared.foreign import ForeignModel
from shared.models.message import ActionTap, InboundMessage, MessageKind
from shared.text import clean


class _Button(ForeignModel):
    payload: Annotated[str, Field(max_length=256)] = ""
    text: Label = ""


class _Reply(ForeignModel):
    id: Annotated[str, Field(min_length=1, max_length=256)]
    title: Label = ""


class _Form(ForeignModel):
    body: Prose = ""
    response_json: str = ""


class _Product(ForeignModel):
    product_retailer_id: Label


class _Interactive(ForeignModel):
    type: str = ""
    button_reply: _Reply | None = None
    list_reply: _Reply | None = None
    nfm_reply: _Form | None = None
    product: _Product | None = None


def read_button(message_id: str, body: object) -> InboundMessage:
    """Return the tap on a template's quick reply."""
    button = _Button.model_validate(body)
    if not button.payload and not button.text:
        raise NoContentError("button is empty")
    return _tap(message_id, button.payload or button.text, button.text or button.payload)


def _tap(message_id: str, action_id: str, title: str) -> InboundMessage:
    return InboundMessage(
        id=message_id,
        kind=MessageKind.ACTION,
        text=title,
        action=ActionTap(id=action_id, title=title),
    )


def read_interactive(message_id: str, body: object) -> InboundMessage:
    """Return the tap on a button or list row, the filled form, or the product asked about.

    Raises:
        NoContentError: none of these is there (Meta also sends an empty shell with an error).
    """
    part = _Interactive.model_validate(body)
    reply = part.button_reply or part.list_reply
    if reply is not None:
        return _tap(message_id, reply.id, reply.title)
    if part.nfm_reply is not None:
        text = _form_text(part.nfm_reply)
        return InboundMessage(id=message_id, kind=MessageKind.FORM, text=within_limit(text))
    if part.product is not None:
        return InboundMessage(
            id=message_id,
            kind=MessageKind.TEXT,
            product_hint=part.product.product_retailer_id,
        )
    raise NoContentError(f"interactive.{part.type or 'nothing'}")


def _form_text(form: _Form) -> str:
    """Return a form's values as `name: value` lines; `response_json` may hold any JSON."""
    try:
        return clean(_lines(read_json(form.response_json.encode()))) or form.body
    except (UnreadableBodyError, RecursionError):
        return form.body


def _lines(values: Json) -> str:
    if isinstance(values, dict):
        return "\n".join(
            f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            for name, value in values.items()
            if name != "flow_token"
        )
    return "" if values is None or isinstance(values, list | bool) else str(values)
