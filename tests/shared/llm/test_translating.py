"""What errors of a client mean; `test_wire.py` has those of the real one."""

import pytest

from shared.llm.errors import (
    BadAnswerError,
    InvalidRequestError,
    ModelError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from shared.llm.translating import translated


class FailureError(Exception):
    def __init__(self, status: int | None, words: str = "", **headers: str) -> None:
        super().__init__(words)
        self.status_code = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class ReadTimeout(TimeoutError):  # noqa: N818 - as httpx names it
    pass


class MidStreamFallbackError(FailureError):
    def __init__(self, original: Exception) -> None:
        super().__init__(503)
        self.original_exception = original


class APIResponseValidationError(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (FailureError(503), ModelUnavailableError),
        (FailureError(400), InvalidRequestError),
        (FailureError(422), InvalidRequestError),
        (ReadTimeout(), ModelTimeoutError),
        (MidStreamFallbackError(ReadTimeout()), ModelTimeoutError),
        (MidStreamFallbackError(FailureError(500)), ModelUnavailableError),
        (APIResponseValidationError(), BadAnswerError),
        (ValueError(), ModelUnavailableError),
    ],
)
def test_an_error_means_what_its_status_or_its_class_says(
    error: Exception, kind: type[ModelError]
) -> None:
    assert type(translated(error)) is kind


def test_words_about_us_are_told_redacted_and_words_about_what_was_sent_are_not() -> None:
    key = "Incorrect API key provided: sk-proj-abcdEFGH1234"

    assert translated(FailureError(401, key)).detail == "Incorrect [secret]"
    assert translated(FailureError(400, "I live at Rua das Flores, 123")).detail == "FailureError"
    assert translated(FailureError(None, "I live at Rua das Flores, 123")).detail == "FailureError"
    assert len(translated(FailureError(500, "x y " * 200)).detail) == 200


@pytest.mark.parametrize(
    ("value", "seconds"), [("17", 17.0), ("0.5", 0.5), ("Wed, 21 Oct 2026 07:28:00 GMT", None)]
)
def test_how_long_to_wait(value: str, seconds: float | None) -> None:
    assert translated(FailureError(429, retry_after=value)).retry_after_seconds == seconds
