"""Read port of the memory: what the seller and the ranking may know of a customer."""

from shared.models.memory import Preferences
from shared.stores.store import Store

MEMORIES = "memories"


def memory_key(brand: str, customer_id: str) -> str:
    """Return the `_id` of a customer's memory at one brand."""
    return f"{brand}|{customer_id}"


async def preferences_of(store: Store, brand: str, customer_id: str) -> Preferences | None:
    """Return what is remembered, None if nothing is."""
    document = await store.get(MEMORIES, memory_key(brand, customer_id))
    return Preferences.model_validate(document["state"]["preferences"]) if document else None
