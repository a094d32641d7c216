"""The hand-off to people: queue, assignment, the agents' API, figures.

In: `store.sales.escalate`, timers, suggestions due, messages of waiting shoppers, figures; HTTP
`/v1/support/…`.
Out: agents' answers (`store.chat.response`), who speaks now, accepted and resolved.
State: `agents`, `notes`, `canned`, `insights`, `ratings`; conversations through the shared module.
"""

from starlette.routing import Route

from functions.escalation.listening import (
    assignment_due,
    insight_arrives,
    message_recorded,
    suggestion_arrives,
)
from functions.escalation.looking import get_conversation, get_queue, list_conversations
from functions.escalation.noting import post_note, put_labels
from functions.escalation.people import (
    get_suggestions,
    insights,
    list_agents,
    list_canned,
    list_ratings,
    post_presence,
    put_canned,
    search,
)
from functions.escalation.speaking import post_close, post_message
from functions.escalation.suggesting import Suggesting
from functions.escalation.taking import post_accept, post_transfer
from functions.escalation.words import desk_phrases
from shared.brands import brands
from shared.events.chat import ChatMessageRecorded
from shared.events.sales import (
    SalesAssignmentDue,
    SalesEscalate,
    SalesInsight,
    SalesSuggestion,
    SalesSuggestionDue,
)
from shared.function.serving import Function, serve
from shared.llm.awaiting import PATIENCE
from shared.llm.model import Model
from shared.llm.named import ModelOf, model_of, prepare_models
from shared.settings import settings

ONE = "/v1/support/conversations/{conversation_id}"


def escalation_function(models: ModelOf, patience: float = PATIENCE) -> Function:
    """Return the hand-off whose agents are helped by these models."""
    suggesting = Suggesting(models, patience)
    return Function(
        "escalation",
        on={
            SalesEscalate: suggesting.escalated,
            SalesAssignmentDue: assignment_due,
            SalesSuggestionDue: suggesting.suggestion_due,
            SalesInsight: insight_arrives,
            SalesSuggestion: suggestion_arrives,
            ChatMessageRecorded: message_recorded,
        },
        routes=[
            Route("/v1/support/queue", get_queue, methods=["GET"]),
            Route("/v1/support/conversations", list_conversations, methods=["GET"]),
            Route(ONE, get_conversation, methods=["GET"]),
            Route(f"{ONE}/accept", post_accept, methods=["POST"]),
            Route(f"{ONE}/messages", post_message, methods=["POST"]),
            Route(f"{ONE}/notes", post_note, methods=["POST"]),
            Route(f"{ONE}/labels", put_labels, methods=["PUT", "POST"]),
            Route(f"{ONE}/transfer", post_transfer, methods=["POST"]),
            Route(f"{ONE}/suggestions", get_suggestions, methods=["GET"]),
            Route(f"{ONE}/suggestions", suggesting.post_suggestions, methods=["POST"]),
            Route(f"{ONE}/close", post_close, methods=["POST"]),
            Route("/v1/support/canned", list_canned, methods=["GET"]),
            Route("/v1/support/canned", put_canned, methods=["POST", "PUT"]),
            Route("/v1/support/search", search, methods=["GET"]),
            Route("/v1/support/csat", list_ratings, methods=["GET"]),
            Route("/v1/support/insights", insights, methods=["GET"]),
            Route("/v1/support/agents/me/presence", post_presence, methods=["POST", "PUT"]),
            Route("/v1/admin/agents", list_agents, methods=["GET"]),
        ],
        prepare=prepare,
    )


def desk_model(brand_id: str) -> Model | None:
    """Return the model that helps the desk with a brand's conversations, None where none shall."""
    helps = settings().llm_desk and brand_id in brands()
    return model_of(brand_id) if helps else None


def prepare() -> None:
    """Read what agents read; begin to load what thinks, if anything does."""
    desk_phrases()
    if settings().llm_desk:
        prepare_models(desk_model)


FUNCTION = escalation_function(desk_model)
main = serve(FUNCTION)
