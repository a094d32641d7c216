"""What the environment decides. Read once per process, never at import."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr

BRAND_FILE: Final = "BRAND_FILE_"


class MissingSettingError(Exception):
    """A variable that this function cannot work without is not set."""

    def __init__(self, *names: str) -> None:
        super().__init__(f"missing environment: {', '.join(names)}")


class Settings(BaseModel):
    """Every variable the functions read, under its name in lower case."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    k_service: str = ""
    k_sink: str = ""
    mongodb_uri: str = ""
    mongodb_database: str = "agent_store"
    redis_url: str = ""
    s3_endpoint_url: str = ""
    s3_bucket: str = "agent-store"
    brand_files: Mapping[str, str] = {}
    """Texts of brand files by name: every `BRAND_FILE_<name>`. A pod that has no volume starts a
    quarter of a second sooner (docs/adr/0017)."""
    brands_path: Path = Path("helm/agent-store/brands")
    """Where brand files lie if none is among the variables."""
    brand_names: str = ""
    """Names of all brands and their sellers as a JSON list, for a pod that has one brand's file."""
    triggers_path: Path = Path("/etc/agent-store/triggers/triggers.json")
    public_url: str = "http://localhost:8080"
    service_url: str = "http://{service}.agent-store.svc.cluster.local"
    """Where a Service is reached inside the cluster; `{service}` is its name."""
    wake: bool = True
    log_level: str = "info"
    event_signing_key: SecretStr = SecretStr("")
    cookie_key: SecretStr = SecretStr("")
    log_hash_key: SecretStr = SecretStr("")
    whatsapp_app_secret: SecretStr = SecretStr("")
    whatsapp_verify_token: SecretStr = SecretStr("")
    whatsapp_access_token: SecretStr = SecretStr("")
    whatsapp_api_base_url: str = "https://graph.facebook.com/v23.0"
    payment_test_secret: SecretStr = SecretStr("")
    carrier_webhook_secret: SecretStr = SecretStr("")
    admin_token: SecretStr = SecretStr("")
    agent_token: SecretStr = SecretStr("")
    agent_tokens: SecretStr = SecretStr("")
    messages_per_minute: int = 20
    rate_limit_per_minute: int = 60
    llm_model: str = ""
    """The model that thinks, as litellm names it (`openai/…`, `anthropic/…`); none: rules only."""
    llm_fallback_models: str = ""
    """Tried in this order when the model does not answer; comma-separated."""
    llm_api_base: str = ""
    """Of an OpenAI-compatible server, for models named `openai/…` or without a provider."""
    llm_api_key: SecretStr = SecretStr("")
    """For that server."""
    openai_api_key: SecretStr = SecretStr("")
    anthropic_api_key: SecretStr = SecretStr("")
    llm_brand_daily_cents: int = Field(default=2000, ge=0)
    """US cents a brand may spend on models in a day (UTC)."""
    llm_brand_daily_tokens: int = Field(default=20_000_000, ge=0)
    llm_conversation_daily_cents: int = Field(default=50, ge=0)
    llm_conversation_daily_tokens: int = Field(default=200_000, ge=0)
    llm_seller_daily_cents: int | None = Field(default=None, ge=0)
    """US cents of the brand's that its seller may spend, none: all; likewise what helps people
    (`llm_desk_…`), what reads messages (`llm_understanding_…`) and what reads conversations that
    are over (`llm_memory_…`)."""
    llm_seller_daily_tokens: int | None = Field(default=None, ge=0)
    llm_desk_daily_cents: int | None = Field(default=500, ge=0)
    llm_desk_daily_tokens: int | None = Field(default=5_000_000, ge=0)
    llm_understanding_daily_cents: int | None = Field(default=200, ge=0)
    llm_understanding_daily_tokens: int | None = Field(default=2_000_000, ge=0)
    llm_memory_daily_cents: int | None = Field(default=100, ge=0)
    llm_memory_daily_tokens: int | None = Field(default=1_000_000, ge=0)
    llm_understanding: bool = False
    """Whether a model reads what the rules do not understand, for sellers that do not think."""
    llm_memory: bool = False
    """Whether a model reads what shoppers stated in passing, once a conversation is silent."""
    llm_desk: bool = False
    """Whether a model, where there is one, helps people with the conversations handed to them."""
    payment_seconds: int = Field(default=900, gt=0)
    """How long goods are held for a payment (spec section 6: 15 minutes)."""
    fault_points: str = ""
    """For kill tests only: `point=rate,…`; see `shared/function/fault.py`."""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Return the settings of an environment; empty variables count as unset."""
        known = {name: environ.get(name.upper(), "") for name in cls.model_fields}
        given: dict[str, object] = {name: value for name, value in known.items() if value}
        files = {name: text for name, text in environ.items() if name.startswith(BRAND_FILE)}
        given["brand_files"] = {name.removeprefix(BRAND_FILE): files[name] for name in files}
        return cls.model_validate(given)

    def require(self, *names: str) -> None:
        """Check that variables are set.

        Raises:
            MissingSettingError: with all that are missing.
        """
        missing = [name.upper() for name in names if not _text(getattr(self, name))]
        if missing:
            raise MissingSettingError(*missing)


def _text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


@cache
def settings() -> Settings:
    """Return this process's settings."""
    return Settings.from_environ(os.environ)
