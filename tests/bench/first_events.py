"""A first real piece of work for each function, after which it is warm."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from datetime import datetime

from shared.clock import now
from shared.events.carts import CartRequested
from shared.events.chat import ChatIntentDetected, ChatMessageNew, ChatResponse
from shared.events.customers import CustomerIdentityChanged, MemorySignals
from shared.events.event import Event, ReplyTo
from shared.events.orders import OrderRequested
from shared.events.products import ProductQuery, Search
from shared.events.sales import SalesInsight
from shared.events.whatsapp import WhatsAppMessageReceived, WhatsAppMessageSend
from shared.function.decision import Emit
from shared.function.envelope import to_http
from shared.function.seal import Origin, seal
from shared.http.message import Request
from shared.models.brand import Brand
from shared.models.memory import Signal
from shared.models.message import Answer, ChannelAddress, InboundMessage, MediaRef, MessageKind
from shared.models.product import Product
from shared.nlu.context import Context
from shared.nlu.understanding import understand
from tests.support.shop import shipped_vocabulary

TEXT = "I want blue running shoes under $150"


@dataclass(frozen=True)
class Sample:
    """What the first events are made from.

    Attributes:
        brand: whose shopper it is.
        product: one of the brand's.
        signing_key: of events.
        app_secret: of WhatsApp webhooks.
        media_id: of a picture at the imitated Meta.
    """

    brand: Brand
    product: Product
    signing_key: bytes
    app_secret: str
    media_id: str


def first_request(service: str, sample: Sample, unique: str) -> Request:
    """Return the request that makes a function do its work; `unique` makes it a new one."""
    if service == "whatsapp-webhook":
        return webhook(sample, f"1555{unique}", unique)
    channel = "web" if service == "web-chat" else "whatsapp"
    event = _event(service, sample, unique)
    origin = Origin(
        source="/agent-store-multibrands/bench",
        cause=unique,
        correlation_id=unique,
        brand=sample.brand.id,
        channel=channel,
        hops=0,
        trace="",
        now=now(),
    )
    headers, body = to_http(seal(origin, "bench", 0, Emit(event, unique), sample.signing_key))
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    target = b"/dead-letters" if service == "relay" else b"/"
    return Request(b"POST", target, [(b"host", b"bench"), *sent], body)


def webhook(sample: Sample, number: str, message_id: str, text: str = TEXT) -> Request:
    """Return a signed webhook with a text message, as Meta sends it."""
    message = {
        "from": number,
        "id": f"wamid.bench.{message_id}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": text},
    }
    number_id = sample.brand.whatsapp.phone_number_id
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "0", "phone_number_id": number_id},
        "contacts": [{"profile": {"name": "Alex Doe"}, "wa_id": number}],
        "messages": [message],
    }
    entry = {"id": "0", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    digest = hmac.new(sample.app_secret.encode(), body, hashlib.sha256).hexdigest()
    headers = [
        (b"host", b"bench"),
        (b"content-type", b"application/json"),
        (b"x-hub-signature-256", f"sha256={digest}".encode()),
    ]
    return Request(b"POST", b"/webhooks/whatsapp", headers, body)


def _event(service: str, sample: Sample, unique: str) -> Event:
    at, brand, product = now(), sample.brand, sample.product
    number_id = brand.whatsapp.phone_number_id
    address = ChannelAddress(phone_number_id=number_id, phone=f"1555{unique}")
    conversation = f"{brand.id}|whatsapp|{unique}"
    reply_to = ReplyTo(conversation=conversation, turn_id=unique, call_id="1")
    text = InboundMessage(id=unique, kind=MessageKind.TEXT, text=TEXT)
    message = ChatMessageNew(address=address, profile_name="Alex", sent_at=at, message=text)
    answer = Answer(message="Here you are.")
    if service.startswith("ai-seller"):
        return _understood(message, brand, conversation, unique)
    picture = MediaRef(id=sample.media_id, mime_type="image/png")
    events: dict[str, Event] = {
        "intent": message,
        "relay": message,
        "whatsapp-media": WhatsAppMessageReceived(
            address=address,
            sent_at=at,
            message=InboundMessage(id=unique, kind=MessageKind.IMAGE, media=picture),
        ),
        "whatsapp-sender": WhatsAppMessageSend(
            address=address, language=brand.language, answer=answer, last_inbound_at=at
        ),
        "web-chat": _web_answer(brand, unique, answer, at),
        "identity": CustomerIdentityChanged(
            old=address,
            new=ChannelAddress(phone_number_id=number_id, phone=f"1556{unique}"),
            reason="user_changed_number",
        ),
        "product-catalog": ProductQuery(
            reply_to=reply_to,
            kind="search",
            language=brand.language,
            search=Search(text="running shoes", limit=9),
        ),
        "cart": CartRequested(
            customer_id=unique, action="add", sku=product.variants[0].sku, quantity=1
        ),
        "order-processor": OrderRequested(reply_to=reply_to, customer_id=unique, action="list"),
        "memory": MemorySignals(
            customer_id=unique,
            signals=(Signal(kind="search", at=at, category=product.category, query=TEXT),),
        ),
        "escalation": SalesInsight(kind="rated", conversation_id=unique, rating=5),
    }
    return events[service]


def _understood(
    message: ChatMessageNew, brand: Brand, conversation: str, unique: str
) -> ChatIntentDetected:
    return ChatIntentDetected(
        customer_id=unique,
        conversation=conversation,
        address=message.address,
        profile_name=message.profile_name,
        sent_at=message.sent_at,
        message=message.message,
        understanding=understand(
            TEXT,
            context=Context(brand=brand.id, currency=brand.currency),
            vocabulary=shipped_vocabulary(brand.id),
            locale_prior=brand.locales[0],
        ),
    )


def _web_answer(brand: Brand, unique: str, answer: Answer, at: datetime) -> ChatResponse:
    return ChatResponse(
        conversation=f"{brand.id}|web|{unique}",
        conversation_id=unique,
        customer_id=unique,
        message_id=f"{unique}|2",
        sequence=2,
        sender="bot",
        sender_name=brand.seller.name,
        language=brand.language,
        answer=answer,
        address=ChannelAddress(web_id=unique),
        last_inbound_at=at,
    )
