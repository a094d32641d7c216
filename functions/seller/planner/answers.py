"""Answers within the limits of every channel (facts of WhatsApp: conversation layer, 1.8)."""

from collections.abc import Callable

from functions.seller.planner.taps import MAX_ID
from shared.models.message import Action, ActionStyle, Answer

MAX_TEXT = 4096
MAX_INTERACTIVE_TEXT = 1024
MAX_ROWS = 10
MAX_BUTTONS = 3
BUTTON_TITLE = 20
ROW_TITLE = 24
ROW_DESCRIPTION = 72


def clip(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut after a word where one ends near."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return f"{(at_word if len(at_word) * 2 >= limit else cut).rstrip(' ,;:-')}…"


def button(title: str, action_id: str) -> Action:
    """Return a quick reply."""
    return Action(id=action_id, title=clip(title, BUTTON_TITLE))


def row(title: str, action_id: str, description: str = "") -> Action:
    """Return a row of a list; a title that is too long is whole in the description."""
    short = clip(title, ROW_TITLE)
    if short != title:
        description = f"{description} · {title}" if description else title
    return Action(
        id=action_id,
        title=short,
        description=clip(description, ROW_DESCRIPTION),
        style=ActionStyle.ROW,
    )


def link(title: str, action_id: str, url: str) -> Action:
    """Return a button that opens a page."""
    return Action(id=action_id, title=clip(title, BUTTON_TITLE), style=ActionStyle.LINK, url=url)


def fitted(answer: Answer) -> Answer:
    """Return the answer with its text cut and its actions unique, few enough and tappable."""
    actions: dict[str, Action] = {}
    for action in answer.actions:
        if len(action.id) <= MAX_ID and action.title.strip():
            actions.setdefault(action.id, action)
    limit = MAX_INTERACTIVE_TEXT if actions or answer.image_url or answer.ask_location else MAX_TEXT
    return answer.model_copy(
        update={
            "message": clip(answer.message.strip(), limit),
            "actions": tuple(actions.values())[:MAX_ROWS],
        }
    )


def shortened(build: Callable[[int], str], most: int) -> str:
    """Return the text with as many list lines, `most` down to 1, as an interactive message takes.

    Sums and questions at the end of a text are worth more than its tenth line.
    """
    for count in range(most, 1, -1):
        text = build(count)
        if len(text) <= MAX_INTERACTIVE_TEXT:
            return text
    return build(1)


def paragraphs(*parts: str) -> str:
    """Return the parts that say something, an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str) -> str:
    """Return the parts that say something, one a line."""
    return "\n".join(part for part in parts if part)
