"""What becomes of an open question when the shopper talks of something else for a moment."""

from typing import Final

from shared.conversation.dialogue import Dialogue, Question

_YES_OR_NO: Final = frozenset(
    {
        Question.CONFIRM_QUOTE,
        Question.CANCEL_CONFIRM,
        Question.RETURN_CONFIRM,
        Question.CLEAR_CONFIRM,
        Question.FORGET_CONFIRM,
        Question.FORGET_TASTES,
    }
)


def aside(notes: Dialogue) -> Dialogue:
    """Keep the question open, unless a yes to something else could now be taken for a yes to it."""
    return notes.noting(question=Question.NONE) if notes.question in _YES_OR_NO else notes
