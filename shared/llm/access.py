"""How a model is reached: its provider, address and key. Pure."""

from collections.abc import Iterable, Mapping

from shared.settings import Settings


def provider_of(model: str) -> str:
    """Return who serves a model: what stands before the slash, else what its name tells."""
    provider, slash, _ = model.partition("/")
    if slash:
        return provider
    return "anthropic" if model.startswith("claude") else "openai"


def access_of(model: str, settings: Settings) -> dict[str, str]:
    """Return the arguments that reach a model.

    For providers other than these two litellm reads its own variables (`GEMINI_API_KEY`, …).
    """
    keys = {"anthropic": settings.anthropic_api_key, "openai": settings.openai_api_key}
    provider = provider_of(model)
    access: dict[str, str] = {}
    if provider == "openai" and settings.llm_api_base:
        access["api_base"] = settings.llm_api_base
        keys["openai"] = settings.llm_api_key
    key = keys[provider].get_secret_value() if provider in keys else ""
    if key:
        access["api_key"] = key
    elif "api_base" in access:
        access["api_key"] = "none"  # the client wants one, servers on one's own machine do not
    return access


def reachable(models: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Return the models that can be called: those whose key is there, or that need none of ours."""
    return tuple(model for model in models if not _lacks_key(model, access_of(model, settings)))


def _lacks_key(model: str, access: Mapping[str, str]) -> bool:
    return provider_of(model) in {"anthropic", "openai"} and "api_key" not in access
