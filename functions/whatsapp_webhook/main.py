"""The door for WhatsApp.

In: Meta's webhooks, `GET/POST /webhooks/whatsapp`. Out: `store.chat.message.new`,
`store.whatsapp.message.received` (with media), `store.whatsapp.message.status`,
`store.customer.identity.changed`; a flood is answered by `store.whatsapp.message.send`.
State: none of its own; what nobody understands goes to the dead letters, and Redis remembers
what was taken.
"""

from starlette.routing import Route

from functions.whatsapp_webhook.receive import receive, verify
from shared.brands import brands
from shared.clients import redis_if_named
from shared.function.serving import Function, serve

PATH = "/webhooks/whatsapp"


def prepare() -> None:
    """Read whose numbers are whose; load what remembers what was taken."""
    list(brands())
    redis_if_named()


FUNCTION = Function(
    "whatsapp-webhook",
    routes=[Route(PATH, verify, methods=["GET"]), Route(PATH, receive, methods=["POST"])],
    prepare=prepare,
)
main = serve(FUNCTION)
