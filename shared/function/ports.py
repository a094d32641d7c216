"""What the shell needs from outside."""

from dataclasses import dataclass
from functools import cache

from shared.clients import mongo_store
from shared.publisher import BrokerPublisher, Publisher
from shared.settings import settings
from shared.stores.store import Store


@dataclass(frozen=True, slots=True)
class Ports:
    """The ledger, the broker and the key that signs events."""

    store: Store
    publisher: Publisher
    signing_key: bytes


@cache
def real_ports() -> Ports:
    """Return MongoDB and the broker, as the environment names them."""
    return Ports(
        store=mongo_store(),
        publisher=BrokerPublisher(settings().k_sink),
        signing_key=settings().event_signing_key.get_secret_value().encode(),
    )
