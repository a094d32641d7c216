"""The door for WhatsApp.

In: Meta's webhooks, `GET/POST /webhooks/whatsapp`. Out: `store.chat.message.new`,
`store.whatsapp.message.received` (with media), `store.whatsapp.message.status`,
`store.customer.identity.changed`; a flood is answered by `store.whatsapp.message.send`.
State: none of its own; what nobody understands goes to the dead letters, and Redis remembers
what was taken.
"""

from starlette.routing import Route

from functions.whatsapp_webhook.receive import receive, verify
from shared.function.serving import Function, serve

PATH = "/webhooks/whatsapp"

FUNCTION = Function(
    "whatsapp-webhook",
    routes=[Route(PATH, verify, methods=["GET"]), Route(PATH, receive, methods=["POST"])],
)
main = serve(FUNCTION)
