import pytest
from hypothesis import given, strategies as st

from shared.llm.access import access_of, provider_of, reachable
from shared.llm.fallback import attempt_seconds, models_of
from shared.models.brand import LlmOverrides
from shared.settings import Settings


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (LlmOverrides(), ("openai/a", "openai/b", "anthropic/c")),
        (LlmOverrides(model="x/y"), ("x/y", "openai/b", "anthropic/c")),
        (LlmOverrides(fallback_models=("openai/a", "z/z")), ("openai/a", "z/z")),
        (LlmOverrides(model="openai/b"), ("openai/b", "anthropic/c")),
    ],
)
def test_a_brands_own_models_come_first(own: LlmOverrides, expected: tuple[str, ...]) -> None:
    assert models_of("openai/a", "openai/b, anthropic/c,", own) == expected


def test_without_a_name_there_is_no_model() -> None:
    assert models_of("", "", LlmOverrides()) == ()


@pytest.mark.parametrize(
    ("left", "after", "seconds"),
    [(40.0, 1, 24.0), (16.0, 0, 16.0), (3.0, 2, 2.0), (2.0, 0, 2.0), (1.9, 0, None)],
)
def test_a_model_that_others_stand_behind_leaves_them_time(
    left: float, after: int, seconds: float | None
) -> None:
    assert attempt_seconds(left, after) == seconds


@given(st.floats(0, 60), st.integers(1, 5))
def test_all_attempts_together_end_within_the_deadline(total: float, models: int) -> None:
    left = total
    for position in range(models):
        seconds = attempt_seconds(left, models - position - 1)
        if seconds is None:
            break
        left -= seconds

    assert left >= -1e-9


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("openai/gpt-4o", "openai"),
        ("gpt-4o", "openai"),
        ("claude-sonnet-4-5", "anthropic"),
        ("anthropic/claude-sonnet-4-5", "anthropic"),
        ("gemini/gemini-2.5-pro", "gemini"),
    ],
)
def test_a_models_name_tells_its_provider(model: str, provider: str) -> None:
    assert provider_of(model) == provider


def given_settings(**environ: str) -> Settings:
    return Settings.from_environ({name.upper(): value for name, value in environ.items()})


def test_a_model_without_its_key_can_not_be_called() -> None:
    models = ("openai/a", "anthropic/b", "gemini/c")

    assert reachable(models, given_settings()) == ("gemini/c",)
    assert reachable(models, given_settings(openai_api_key="k")) == ("openai/a", "gemini/c")
    assert reachable(models, given_settings(anthropic_api_key="k")) == ("anthropic/b", "gemini/c")


def test_a_server_of_ones_own_needs_no_key_and_never_gets_that_of_a_provider() -> None:
    own = given_settings(llm_api_base="http://llm:8000/v1", openai_api_key="k")

    assert access_of("openai/qwen", own) == {"api_base": "http://llm:8000/v1", "api_key": "none"}
    assert reachable(("openai/qwen",), own) == ("openai/qwen",)


def test_the_address_of_ones_own_server_is_not_that_of_other_providers() -> None:
    both = given_settings(llm_api_base="http://llm/v1", llm_api_key="mine", anthropic_api_key="k")

    assert access_of("anthropic/b", both) == {"api_key": "k"}
    assert access_of("openai/a", both) == {"api_base": "http://llm/v1", "api_key": "mine"}
    assert access_of("gemini/c", both) == {}
