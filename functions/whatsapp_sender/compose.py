"""From an event to the record of its message, and from the record to WhatsApp's request body."""

from datetime import datetime

from functions.whatsapp_sender.bodies import (
    UnreachableAddressError,
    recipient,
    send_body,
    template_content,
)
from functions.whatsapp_sender.interactive import Content
from functions.whatsapp_sender.outbound import Form, Outbound, shopper_keys
from functions.whatsapp_sender.render import render, render_plain
from shared.conversation.receipts import message_key
from shared.errors import InvalidEventError
from shared.events.chat import ChatResponse
from shared.events.whatsapp import WhatsAppMessageSend
from shared.models.brand import Brand


def outbound(
    event: ChatResponse | WhatsAppMessageSend, message_id: str, brand: Brand, now: datetime
) -> Outbound:
    """Return the record of a message that nothing was done about yet.

    Raises:
        InvalidEventError: the address names nobody on WhatsApp.
    """
    number = event.address.phone_number_id or brand.whatsapp.phone_number_id
    address = event.address.model_copy(update={"phone_number_id": number})
    try:
        recipient(address)
    except UnreachableAddressError as error:
        raise InvalidEventError(str(error)) from error
    said, follows = _places(event)
    return Outbound(
        id=message_id,
        brand=brand.id,
        address=address,
        reached_by=shopper_keys(address),
        language=event.language,
        said=said,
        follows=follows,
        answer=event.answer,
        has_template=(event.answer.template or "") in brand.whatsapp.templates,
        created_at=now,
        last_inbound_at=event.last_inbound_at,
    )


def _places(event: ChatResponse | WhatsAppMessageSend) -> tuple[str | None, str | None]:
    """Return the `_id`s of the conversation's message and of the one it follows."""
    if not isinstance(event, ChatResponse):
        return None, None
    follows = None if event.follows is None else message_key(event.conversation, event.follows)
    return message_key(event.conversation, event.sequence), follows


def request_body(message: Outbound, brand: Brand) -> Content:
    """Return the body that sends the message in its present form."""
    answer, language = message.answer, message.language
    match message.form:
        case Form.RICH:
            content = render(answer, language)
        case Form.PLAIN:
            content = render_plain(answer, language)
        case Form.TEMPLATE:
            template = brand.whatsapp.templates[answer.template or ""]
            content = template_content(template, language, brand.language, answer.template_values)
    return send_body(content, message.address, message.id)
