"""What a shopper reads who writes too much at once."""

from datetime import datetime
from typing import Final

from functions.whatsapp_webhook.announce import CHANNEL, shopper_of
from shared.brands import brands
from shared.events.whatsapp import WhatsAppMessageSend
from shared.function.decision import Emit
from shared.models.message import Answer, ChannelAddress
from shared.models.wire import Text, in_language

NOTICE: Final[Text] = {
    "en": "I'm getting too many requests. Please wait a moment.",
    "pt": "Estou recebendo mensagens demais. Aguarde um momento, por favor.",
    "es": "Estoy recibiendo demasiados mensajes. Espera un momento, por favor.",
}


def notice(address: ChannelAddress, brand: str | None, now: datetime) -> Emit:
    """Return the one notice of this minute, in the brand's first language.

    The door does not know which language the shopper writes.
    """
    known = brands().get(brand or "")
    language = known.language if known else "en"
    return Emit(
        WhatsAppMessageSend(
            address=address,
            language=language,
            answer=Answer(message=in_language(NOTICE, language)),
            last_inbound_at=now,
        ),
        shopper_of(address),
        brand=brand,
        channel=CHANNEL,
        key=f"flood|{shopper_of(address)}|{now:%Y%m%d%H%M}",
    )
