"""The whole body of a send request: content, recipient, our id, and the special requests."""

from collections.abc import Sequence

from functions.whatsapp_sender import limits
from functions.whatsapp_sender.interactive import Content
from shared.models.brand import Template
from shared.models.message import ChannelAddress
from shared.text import fit, one_line


class UnreachableAddressError(ValueError):
    """The address names neither a phone number nor a business-scoped id."""

    def __init__(self) -> None:
        super().__init__("no phone number and no business-scoped user id")


def send_body(
    content: Content, address: ChannelAddress, opaque: str, reply_to: str | None = None
) -> Content:
    """Return the request body that sends `content`.

    Args:
        content: type and object of the message.
        address: the shopper; the phone number wins where both are known, as it does at Meta.
        opaque: our id, comes back in every status webhook of this message.
        reply_to: id of the message to quote.

    Raises:
        UnreachableAddressError: nothing to send it to.
    """
    body: Content = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **recipient(address),
        "biz_opaque_callback_data": opaque[: limits.OPAQUE],
        **content,
    }
    return {**body, "context": {"message_id": reply_to}} if reply_to else body


def recipient(address: ChannelAddress) -> Content:
    """Return `to` with the phone number, else `recipient` with the business-scoped id.

    Raises:
        UnreachableAddressError: the address has neither.
    """
    if address.phone:
        return {"to": address.phone}
    user_id = address.user_id or address.parent_user_id
    if not user_id:
        raise UnreachableAddressError
    return {"recipient": user_id}


def template_content(
    template: Template, language: str, default_language: str, values: Sequence[str]
) -> Content:
    """Return a template message in the shopper's language, else the brand's, else any."""
    codes = template.languages
    code = (
        codes.get(language.partition("-")[0])
        or codes.get(default_language)
        or next(iter(codes.values()), "en_US")
    )
    content: Content = {"name": template.name, "language": {"code": code}}
    if values:
        # A value may be neither empty nor broken over lines, or WhatsApp refuses the message.
        texts = [fit(one_line(value), limits.TEMPLATE_VALUE) or "-" for value in values]
        parameters = [{"type": "text", "text": text} for text in texts]
        content["components"] = [{"type": "body", "parameters": parameters}]
    return {"type": "template", "template": content}


def mark_read_body(message_id: str, *, typing: bool) -> Content:
    """Return the request that marks a shopper's message as read and shows «typing…» for 25 s."""
    body: Content = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": message_id,
    }
    return {**body, "typing_indicator": {"type": "text"}} if typing else body
