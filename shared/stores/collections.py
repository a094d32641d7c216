"""Every collection: who writes it, whether its records have an outbox, how long it is kept."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

Index = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection of the database.

    Attributes:
        name: as in MongoDB.
        owner: the only writer.
        outbox: whether its documents are records of the ledger.
        retention: how its documents end: `expires_at` (the field says when), `kept` (business
            records, erased with the customer or by hand), `counted` (bounded by what it counts).
        indexes: besides `_id`.
        shard: hashed `_id` unless stated.
    """

    name: str
    owner: str
    outbox: bool = False
    retention: str = "kept"
    indexes: tuple[Index, ...] = ()


OUTBOX_INDEX: Final[Index] = (("outbox.at", 1),)
RETENTION_GRACE: Final = timedelta(minutes=10)

COLLECTIONS: Final = (
    Collection(
        "conversations",
        "shared/conversation",
        outbox=True,
        indexes=(
            (("state.status", 1), ("state.queued_at", 1)),
            (("state.agent_id", 1),),
            (("state.customer_id", 1), ("state.last_message_at", -1)),
        ),
    ),
    Collection(
        "messages",
        "shared/conversation",
        retention="expires_at",
        indexes=(
            (("conversation", 1), ("sequence", 1)),
            (("conversation_id", 1), ("sequence", 1)),
            (("expires_at", 1),),
        ),
    ),
    Collection(
        "outbound",
        "whatsapp-sender",
        outbox=True,
        retention="expires_at",
        indexes=(
            (("state.wamids", 1),),
            (("state.said", 1),),
            (("state.reached_by", 1), ("state.stage", 1)),
            (("expires_at", 1),),
        ),
    ),
    Collection(
        "products",
        "product-catalog",
        indexes=((("brand", 1),), (("skus", 1),), (("changed_at", 1), ("_id", 1))),
    ),
    Collection("catalog_changes", "product-catalog", retention="counted"),
    Collection(
        "bought",
        "product-catalog",
        retention="expires_at",
        indexes=((("brand", 1), ("products", 1), ("at", -1)), (("expires_at", 1),)),
    ),
    Collection("stock", "product-catalog", indexes=((("product_id", 1),),)),
    Collection("faq", "product-catalog", indexes=((("brand", 1),),)),
    Collection("carts", "cart", outbox=True),
    Collection("codes", "cart", indexes=((("brand", 1),),)),
    Collection("code_uses", "cart", retention="counted"),
    Collection(
        "orders",
        "order-processor",
        outbox=True,
        indexes=(
            (("state.customer_id", 1), ("state.placed_at", -1)),
            (("state.status", 1), ("state.placed_at", -1)),
        ),
    ),
    Collection("order_numbers", "order-processor"),
    Collection("counters", "order-processor", retention="counted"),
    Collection("test_payments", "order-processor"),
    Collection("customers", "shared/customers"),
    Collection("identities", "shared/customers", indexes=((("customer_id", 1),),)),
    Collection(
        "sessions",
        "identity",
        retention="expires_at",
        indexes=((("expires_at", 1),), (("customer_id", 1),)),
    ),
    Collection("erasures", "identity", outbox=True),
    Collection("memories", "memory", outbox=True),
    Collection("agents", "escalation", outbox=True),
    Collection(
        "notes",
        "escalation",
        retention="expires_at",
        indexes=((("conversation_id", 1),), (("expires_at", 1),)),
    ),
    Collection("canned", "escalation", indexes=((("brand", 1),),)),
    Collection(
        "ratings",
        "escalation",
        indexes=((("brand", 1), ("at", -1)), (("conversation_id", 1),)),
    ),
    Collection(
        "insights",
        "escalation",
        indexes=((("brand", 1), ("at", -1)), (("conversation_id", 1),)),
    ),
    Collection(
        "model_spending",
        "shared/llm",
        retention="expires_at",
        indexes=((("brand", 1), ("day", -1)), (("expires_at", 1),)),
    ),
    Collection("audit", "the shell", indexes=((("at", -1),), (("subject", 1), ("at", -1)))),
    Collection(
        "handled",
        "the shell",
        retention="expires_at",
        indexes=((("expires_at", 1),), (("confirm_at", 1),), (("about", 1),)),
    ),
    Collection("timers", "the shell", retention="counted", indexes=((("not_before", 1),),)),
    Collection(
        "dead_letters",
        "relay",
        retention="expires_at",
        indexes=(
            (("at", -1),),
            (("consumer", 1),),
            (("ours", 1),),
            (("about", 1),),
            (("expires_at", 1),),
        ),
    ),
)


def outbox_collections() -> tuple[str, ...]:
    """Return the collections whose outboxes the relay looks after."""
    return tuple(one.name for one in COLLECTIONS if one.outbox)


def expiring_collections() -> tuple[str, ...]:
    """Return the collections whose documents end at their `expires_at`."""
    return tuple(one.name for one in COLLECTIONS if one.retention == "expires_at")
