"""What functions that think are given, and nobody else."""

import json
from pathlib import Path
from typing import Any

from knative.local.environment import Sources, container_environment
from knative.local.manifests import read_manifests
from knative.local.secret_values import SecretValues
from shared.settings import Settings
from tests.helm.chart import Objects, of_kind, pod_of, render, variables

INTERNET = "agent-store/internet"


def internet(objects: Objects) -> set[str]:
    """Return the Services that may call the internet."""
    return {
        name
        for name, each in of_kind(objects, "KService").items()
        if INTERNET in each["spec"]["template"]["metadata"]["labels"]
    }


def given_to(objects: Objects, service: str) -> dict[str, Any]:
    """Return the variables about models that a Service gets."""
    found = variables(pod_of(objects, "KService", service))
    return {name: value for name, value in found.items() if name.startswith(("LLM_", "OPENAI"))}


def test_who_thinks_reaches_the_internet_once_a_model_is_named() -> None:
    without, named = internet(render({})), internet(render({"llm": {"model": "openai/m"}}))

    assert without == {"whatsapp-sender", "whatsapp-media"}
    assert named - without == {
        "ai-seller-beauty",
        "ai-seller-fashion",
        "ai-seller-gaming",
        "ai-seller-home",
        "ai-seller-tech",
        "escalation",
    }


def test_only_who_thinks_is_told_of_models_and_the_chart_says_what_the_code_assumes() -> None:
    objects = render({})

    told = given_to(objects, "ai-seller-home")
    literal = {name: value for name, value in told.items() if isinstance(value, str)}
    read, default = Settings.from_environ(literal), Settings()
    assert sorted(literal) == [
        "LLM_API_BASE",
        "LLM_BRAND_DAILY_CENTS",
        "LLM_BRAND_DAILY_TOKENS",
        "LLM_CONVERSATION_DAILY_CENTS",
        "LLM_CONVERSATION_DAILY_TOKENS",
        "LLM_DESK_DAILY_CENTS",
        "LLM_DESK_DAILY_TOKENS",
        "LLM_FALLBACK_MODELS",
        "LLM_MEMORY_DAILY_CENTS",
        "LLM_MEMORY_DAILY_TOKENS",
        "LLM_MODEL",
        "LLM_SELLER_DAILY_CENTS",
        "LLM_SELLER_DAILY_TOKENS",
        "LLM_UNDERSTANDING_DAILY_CENTS",
        "LLM_UNDERSTANDING_DAILY_TOKENS",
    ]
    assert read.model_copy(update={"brand_files": {}}) == default
    assert all(
        given_to(objects, name) == {}
        for name in of_kind(objects, "KService")
        if not name.startswith("ai-seller-") and name != "escalation"
    )


def test_the_desk_is_told_of_models_and_given_keys_unless_it_shall_have_none() -> None:
    with_help = render({"llm": {"model": "openai/m"}})
    without = render({"llm": {"model": "openai/m", "desk": False}})

    assert given_to(with_help, "escalation")["LLM_DESK"] == "true"
    assert given_to(with_help, "escalation")["LLM_MODEL"] == "openai/m"
    assert given_to(with_help, "escalation")["OPENAI_API_KEY"]["secretKeyRef"]["optional"] is True
    assert "escalation" in internet(with_help)
    assert given_to(without, "escalation") == {}
    assert "escalation" not in internet(without)


def test_memory_reads_and_sellers_say_what_is_to_be_read_where_the_switch_is_on_alone() -> None:
    reads = render({"llm": {"model": "openai/m", "memory": True}})
    does_not = render({"llm": {"model": "openai/m"}})

    told = given_to(reads, "memory")
    assert (told["LLM_MEMORY"], told["LLM_MODEL"]) == ("true", "openai/m")
    assert told["OPENAI_API_KEY"]["secretKeyRef"]["optional"] is True
    assert given_to(reads, "ai-seller-home")["LLM_MEMORY"] == "true"
    assert "LLM_MEMORY" not in given_to(reads, "escalation")
    assert "LLM_MEMORY" not in given_to(does_not, "ai-seller-home")
    assert given_to(does_not, "memory") == {}
    assert ("memory" in internet(reads), "memory" in internet(does_not)) == (True, False)


def test_a_seller_knows_the_names_of_all_brands_without_their_files() -> None:
    objects = render({})

    names = json.loads(objects["ConfigMap", "shop-brand-names"]["data"]["names.json"])
    where = variables(pod_of(objects, "KService", "ai-seller-home"))["BRAND_NAMES"]
    assert where == {"configMapKeyRef": {"name": "shop-brand-names", "key": "names.json"}}
    assert {"Agent Store Fashion", "Luna", "Agent Store Tech", "Max"} < set(names)
    assert len(names) == 10


def test_make_run_hands_a_model_of_its_environment_to_who_thinks_alone(tmp_path: Path) -> None:
    given = {
        **dict.fromkeys(("MONGODB_URI", "REDIS_URL", "S3_ENDPOINT_URL"), "x://store"),
        "LLM_MODEL": "openai/m",
        "LLM_API_BASE": "http://127.0.0.1:9/v1",
        "LLM_API_KEY": "k",
        "LLM_CONVERSATION_DAILY_CENTS": "7",
    }
    kinds = ("KService", "ConfigMap")
    rendered = [each for (kind, _), each in render({}).items() if kind in kinds]
    texts = [json.dumps(each, ensure_ascii=False) for each in rendered]
    manifests = read_manifests(texts)
    secrets = SecretValues.open(tmp_path / "secrets.json", given)
    sources = Sources(manifests, secrets, given, tmp_path / "mounts")

    environments = {
        service.metadata.name: container_environment(service, sources)
        for service in manifests.services
    }

    told = Settings.from_environ(environments["ai-seller-home"])
    assert (told.llm_model, told.llm_api_base) == ("openai/m", "http://127.0.0.1:9/v1")
    assert told.llm_api_key.get_secret_value() == "k"
    assert told.llm_conversation_daily_cents == 7
    assert "Luna" in json.loads(told.brand_names)
    assert Settings.from_environ(environments["escalation"]).llm_desk
    assert not any(name.startswith("LLM_") for name in environments["cart"])
