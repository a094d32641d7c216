"""Every function gets the secrets and files that its code can read, and no other."""

from collections.abc import Mapping

import pytest
import yaml
from pydantic import SecretStr

from shared.settings import Settings
from tests.support.generate import FOLDERS
from tests.support.settings_read import reachable, settings_read
from tests.support.shop import CHART

STORE_ADDRESSES = {"mongodb_uri", "redis_url", "s3_endpoint_url"}
"""They may carry passwords."""
FROM_THE_START = {"mongodb_uri", "event_signing_key"}
"""`shared.function.serve` starts nothing without them."""
READ_BY_BOTO3 = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"}

LIMITER = "shared.function.limiting"
"""It tells callers of /v1 apart by their tokens and cookies; elsewhere it looks at nothing."""

NEEDS: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load((CHART / "needs.yaml").read_text())[
    "functions"
]
SECRET = STORE_ADDRESSES | {
    name for name, field in Settings.model_fields.items() if field.annotation is SecretStr
}
CALLED: set[str] = {
    FOLDERS[route["service"]]
    for route in yaml.safe_load((CHART / "routes.yaml").read_text())["routes"]
    if route.get("prefix", "").startswith("/v1/")
}
functions = pytest.mark.parametrize("folder", sorted(FOLDERS.values()))


def test_every_function_is_in_the_table() -> None:
    assert set(NEEDS) == set(FOLDERS.values())


@functions
def test_a_function_gets_exactly_the_secrets_its_code_can_read(folder: str) -> None:
    main = f"functions.{folder}.main"
    read = settings_read(main, without="" if folder in CALLED else LIMITER)
    wanted = {name.upper() for name in (read | FROM_THE_START) & SECRET}
    if ("shared.clients", "s3_client") in reachable(main):
        wanted |= READ_BY_BOTO3

    assert set(NEEDS[folder]["secrets"]) == wanted


@functions
def test_a_function_gets_the_files_its_code_can_read(folder: str) -> None:
    read = settings_read(f"functions.{folder}.main")

    assert NEEDS[folder].get("brands", False) == ("brands_path" in read)
    assert NEEDS[folder].get("triggers", False) == ("triggers_path" in read)


@functions
def test_a_function_that_calls_partners_is_the_one_that_may(folder: str) -> None:
    calls_meta = "whatsapp_api_base_url" in settings_read(f"functions.{folder}.main")

    assert NEEDS[folder].get("internet", False) == calls_meta
