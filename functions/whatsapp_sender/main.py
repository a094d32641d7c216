"""Sends on WhatsApp and follows what becomes of it.

In: `store.chat.response` of the channel, `store.whatsapp.message.{send,seen,status}`, its own
timers `store.whatsapp.message.due`. Out: timers only.
State: `outbound`, one record per message, whose id is the id of the event that asked for it.
"""

from functions.whatsapp_sender.delivered import note_status
from functions.whatsapp_sender.seen import show
from functions.whatsapp_sender.sending import go_on, take
from shared.clients import http_client, redis_if_named
from shared.events.chat import ChatResponse
from shared.events.whatsapp import (
    WhatsAppMessageDue,
    WhatsAppMessageSeen,
    WhatsAppMessageSend,
    WhatsAppMessageStatus,
)
from shared.function.serving import Function, serve


def prepare() -> None:
    """Load what speaks with Meta, and what keeps the pace."""
    http_client()
    redis_if_named()


FUNCTION = Function(
    "whatsapp-sender",
    on={
        ChatResponse: take,
        WhatsAppMessageSend: take,
        WhatsAppMessageStatus: note_status,
        WhatsAppMessageDue: go_on,
        WhatsAppMessageSeen: show,
    },
    prepare=prepare,
)
main = serve(FUNCTION)
