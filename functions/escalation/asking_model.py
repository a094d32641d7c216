"""One question to a model for the desk; loaded only where there is one."""

from functions.escalation.thinking.asking import desk_request
from functions.escalation.thinking.form import DeskThought
from functions.escalation.thinking.reading import Desk, help_from
from functions.escalation.thinking.talk import Talk
from shared.brands import brands
from shared.clock import now
from shared.conversation.desk import DeskHelp
from shared.conversation.state import ConversationState
from shared.llm.errors import ModelError
from shared.llm.model import Model
from shared.llm.structured import complete_as
from shared.log import log
from shared.models.brand import Brand
from shared.settings import settings


async def better_help(model: Model, state: ConversationState, notes: list[str]) -> DeskHelp | None:
    """Return what a model makes of a conversation; None where the rules' help stays."""
    assert state.desk is not None, "the rules' help comes first"
    brand = brands()[state.brand]
    talk = Talk(
        key=state.key,
        channel=state.channel,
        language=state.language,
        profile_name=state.profile_name,
        reason=state.escalation_reason,
        sequence=state.sequence,
        dialogue=state.dialogue,
        transcript=state.transcript,
    )
    try:
        answered = await complete_as(model, desk_request(talk, brand, notes), DeskThought)
    except ModelError as error:  # why calls fail is told where they are made
        log().info("suggestion.none", kind=error.kind)
        return None
    desk = Desk(
        talk=talk,
        brand=brand,
        known=state.desk.help,
        notes=tuple(notes),
        links=frozenset({settings().public_url.rstrip("/") + "/"}),
        other_names=frozenset(
            name for one in brands().values() if one.id != brand.id for name in _names(one)
        ),
    )
    return help_from(answered.value, desk, now())


def _names(brand: Brand) -> tuple[str, str]:
    return brand.name, brand.seller.name
