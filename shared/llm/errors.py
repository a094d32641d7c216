"""Why there is no answer, and what follows from it."""

from typing import ClassVar

from shared.llm.answer import Usage


class ModelError(Exception):
    """A model gave no usable answer; rules go on from here.

    Attributes:
        moves_on: whether another model is worth a try.
        counts: whether it tells that the model is ill (see `breaker`).
        spent: tokens that were paid for all the same, as far as known.
        status: of the provider's HTTP answer, if there was one.
        retry_after_seconds: how long the provider wants to be left alone.
    """

    kind: ClassVar[str]
    moves_on: ClassVar[bool] = True
    counts: ClassVar[bool] = True

    def __init__(
        self,
        detail: str = "",
        *,
        status: int | None = None,
        retry_after_seconds: float | None = None,
        spent: Usage | None = None,
    ) -> None:
        super().__init__(f"{self.kind}: {detail}" if detail else self.kind)
        self.detail = detail
        self.status = status
        self.retry_after_seconds = retry_after_seconds
        self.spent = spent or Usage()


class ModelUnavailableError(ModelError):
    """Not reachable, overloaded, out of order, or it does not know us."""

    kind = "unavailable"


class ModelTimeoutError(ModelError):
    """The answer was not complete in time."""

    kind = "timeout"


class ModelRefusedError(ModelError):
    """The provider's content filter, or the model itself, will not answer this.

    No other model is asked: what one provider holds to be harmful is not tried on the next.
    """

    kind = "refused"
    moves_on = False
    counts = False


class InvalidRequestError(ModelError):
    """The provider can't take this request: too long, or with something this model lacks."""

    kind = "invalid_request"
    counts = False


class BadAnswerError(ModelError):
    """The answer can't be read, or is not in the form that was asked for."""

    kind = "bad_answer"


class OverBudgetError(ModelError):
    """The brand or the conversation has used up what it may spend today."""

    kind = "over_budget"
    moves_on = False
    counts = False


class NotReadyError(ModelError):
    """No model is configured, its client is still loading, or every one is resting."""

    kind = "not_ready"
    moves_on = False
    counts = False
