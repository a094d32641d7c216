"""From what providers send, whole or in pieces, to an answer. Pure."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from shared.foreign import ForeignModel
from shared.llm.answer import FinishReason, ModelAnswer, Usage
from shared.llm.errors import BadAnswerError, ModelRefusedError, ModelUnavailableError
from shared.llm.request import ToolUse


class SentFunction(ForeignModel):
    """Name and arguments of a tool call; in a stream, a piece of them."""

    name: str | None = None
    arguments: str | None = None


class SentCall(ForeignModel):
    """A tool call; in a stream only its first piece has an id."""

    index: int | None = None
    id: str | None = None
    function: SentFunction = SentFunction()


class SentBeside(ForeignModel):
    """What litellm has no field for."""

    refusal: str | None = None


class SentMessage(ForeignModel):
    """What the model says. litellm leaves a streamed refusal out: it reads as an empty answer."""

    content: str | None = None
    refusal: str | None = None
    tool_calls: list[SentCall] | None = None
    provider_specific_fields: SentBeside | None = None


class SentChoice(ForeignModel):
    """The one answer we ask for; `delta` in a stream."""

    message: SentMessage | None = None
    delta: SentMessage | None = None
    finish_reason: str | None = None


class SentDetails(ForeignModel):
    """Where the prompt came from."""

    cached_tokens: int | None = None
    cache_creation_tokens: int | None = None


class SentUsage(ForeignModel):
    """Tokens."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: SentDetails | None = None


class Sent(ForeignModel):
    """An answer, or a piece of one."""

    choices: list[SentChoice] = []
    usage: SentUsage | None = None


@dataclass
class _Call:
    id: str = ""
    name: str = ""
    arguments: str = ""


@dataclass
class Assembly:
    """An answer while it arrives."""

    text: str = ""
    refusal: str = ""
    finish: str | None = None
    usage: Usage | None = None
    _calls: dict[int, _Call] = field(default_factory=dict[int, _Call])

    def add(self, piece: object) -> str:
        """Take a piece of the answer, or all of it; return the words it brought.

        Raises:
            BadAnswerError: it is not an answer.
        """
        try:
            sent = Sent.model_validate(piece)
        except ValidationError as error:
            raise BadAnswerError("unreadable", spent=self.usage) from error
        if sent.usage is not None:
            self.usage = _usage(sent.usage)
        words = ""
        for choice in sent.choices[:1]:
            self.finish = choice.finish_reason or self.finish
            words = self._add(choice.delta or choice.message or SentMessage())
        return words

    def _add(self, message: SentMessage) -> str:
        words = message.content or ""
        self.text += words
        beside = message.provider_specific_fields or SentBeside()
        self.refusal += message.refusal or beside.refusal or ""
        for position, piece in enumerate(message.tool_calls or []):
            call = self._calls.setdefault(
                piece.index if piece.index is not None else position, _Call()
            )
            call.id = call.id or piece.id or ""
            call.name += piece.function.name or ""
            call.arguments += piece.function.arguments or ""
        return words

    def finished(self, model: str) -> ModelAnswer:
        """Return the answer.

        Raises:
            ModelRefusedError: the model, or a filter, would not answer.
            ModelUnavailableError: it broke off.
            BadAnswerError: there is nothing in it.
        """
        usage = self.usage or Usage()
        if self.finish == "content_filter" or (self.refusal and not self.text):
            raise ModelRefusedError("content filter", spent=usage)
        if self.finish is None:
            raise ModelUnavailableError("broke off", spent=usage)
        uses = self._tool_uses(usage)
        if not self.text.strip() and not uses:
            raise BadAnswerError("empty", spent=usage)
        return ModelAnswer(
            text=self.text,
            tool_uses=uses,
            usage=usage,
            model=model,
            finish_reason=_finish(self.finish, has_uses=bool(uses)),
        )

    def _tool_uses(self, usage: Usage) -> tuple[ToolUse, ...]:
        calls = [self._calls[index] for index in sorted(self._calls)]
        if any(not call.name for call in calls):
            raise BadAnswerError("a tool without a name", spent=usage)
        ids = [call.id for call in calls]
        if len(set(ids)) < len(ids) or "" in ids:
            # Some servers send no ids, or equal ones: results could not be told apart.
            ids = [f"call_{number}" for number in range(1, len(calls) + 1)]
        return tuple(
            ToolUse(id=id_, name=call.name, arguments=call.arguments)
            for id_, call in zip(ids, calls, strict=True)
        )


def _finish(sent: str, *, has_uses: bool) -> FinishReason:
    if sent == "length":
        return "length"
    return "tool_calls" if has_uses else "stop"


def _usage(sent: SentUsage) -> Usage:
    details = sent.prompt_tokens_details or SentDetails()
    return Usage(
        prompt_tokens=sent.prompt_tokens or 0,
        cached_tokens=details.cached_tokens or 0,
        cache_write_tokens=details.cache_creation_tokens or 0,
        completion_tokens=sent.completion_tokens or 0,
    )
