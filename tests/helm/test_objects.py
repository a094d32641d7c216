"""What holds for every object the chart renders, with everything switched on."""

import pytest

from tests.helm.chart import CLUSTER, of_kind, pod_specs, render, variables
from tests.support.shop import BRANDS

ALL = render(CLUSTER)
PODS = pod_specs(ALL)
FUNCTIONS = of_kind(ALL, "KService")
pods = pytest.mark.parametrize("name", sorted(PODS))
functions = pytest.mark.parametrize("name", sorted(FUNCTIONS))


@pods
def test_no_container_may_do_more_than_run(name: str) -> None:
    pod = PODS[name]
    contexts = [each["securityContext"] for each in pod["containers"]]

    assert contexts == [
        {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "runAsNonRoot": True,
            "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"},
        }
    ]
    assert not pod.get("initContainers")


@pods
def test_no_pod_talks_to_the_kubernetes_api(name: str) -> None:
    pod = PODS[name]

    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False
    assert ("ServiceAccount", pod["serviceAccountName"]) in ALL
    assert not [kind for kind, _ in ALL if kind in {"Role", "RoleBinding", "ClusterRoleBinding"}]


@pods
def test_every_container_says_what_it_uses_at_least_and_at_most(name: str) -> None:
    for container in PODS[name]["containers"]:
        assert set(container["resources"]["requests"]) == {"cpu", "memory"}
        assert "memory" in container["resources"]["limits"]


@pods
def test_secrets_are_referenced_and_never_written(name: str) -> None:
    secret = {*ALL["Secret", "agent-store"]["stringData"]}
    literal = {key for key, value in variables(PODS[name]).items() if isinstance(value, str)}

    assert secret & literal == set()


def test_nothing_mutable_reaches_the_shop_twice() -> None:
    assert len(FUNCTIONS) == 12 + len(BRANDS)
    assert {f"ai-seller-{brand}" for brand in BRANDS} <= set(FUNCTIONS)


@functions
def test_functions_are_cluster_local_and_belong_to_the_release(name: str) -> None:
    labels = FUNCTIONS[name]["metadata"]["labels"]

    assert labels["networking.knative.dev/visibility"] == "cluster-local"
    assert labels["app.kubernetes.io/instance"] == "shop"


@functions
def test_probes_ask_what_is_answered_from_memory_and_as_often_as_knative_likes(name: str) -> None:
    container = PODS[f"KService/{name}"]["containers"][0]

    # No period: with one, Knative's queue-proxy stops asking every 50 ms while a pod starts.
    assert container["readinessProbe"] == {"httpGet": {"path": "/healthz"}}
    assert container["livenessProbe"]["httpGet"] == {"path": "/healthz"}
    assert "startupProbe" not in container


@functions
def test_a_function_ends_its_work_before_its_pod_is_killed(name: str) -> None:
    pod = PODS[f"KService/{name}"]

    assert int(variables(pod)["SHUTDOWN_SECONDS"]) == pod["timeoutSeconds"] - 5


@functions
def test_a_revision_outlives_what_the_broker_waits_for_an_answer(name: str) -> None:
    broker_timeout_seconds = 90

    assert PODS[f"KService/{name}"]["timeoutSeconds"] > broker_timeout_seconds


@functions
def test_functions_know_the_broker_from_their_first_revision(name: str) -> None:
    known = variables(PODS[f"KService/{name}"])["K_SINK"]

    assert known == "http://default-broker-ingress.store.svc.cluster.local"


def test_a_seller_sees_its_own_brand_file_only() -> None:
    pod = PODS["KService/ai-seller-tech"]
    files = {name: one for name, one in variables(pod).items() if name.startswith("BRAND_FILE_")}

    source = {"configMapKeyRef": {"name": "shop-brands", "key": "tech.yaml"}}
    assert files == {"BRAND_FILE_tech.yaml": source}
    assert "envFrom" not in pod["containers"][0]


def test_whoever_serves_all_brands_gets_their_files_as_variables() -> None:
    source = {"prefix": "BRAND_FILE_", "configMapRef": {"name": "shop-brands"}}

    assert PODS["KService/cart"]["containers"][0]["envFrom"] == [source]
    assert "envFrom" not in PODS["KService/whatsapp-media"]["containers"][0]


@functions
def test_a_function_that_starts_from_zero_waits_for_no_volume(name: str) -> None:
    assert ("volumes" in PODS[f"KService/{name}"]) == (name == "relay")


def test_everything_mounted_and_referenced_is_there() -> None:
    for pod in PODS.values():
        for volume in pod.get("volumes", []):
            sources = [volume, *volume.get("projected", {}).get("sources", [])]
            for source in sources:
                if "configMap" in source:
                    assert ("ConfigMap", source["configMap"]["name"]) in ALL
                if "secret" in source:
                    assert ("Secret", source["secret"]["secretName"]) in ALL


def test_brand_files_fit_into_variables() -> None:
    most_bytes_of_one = 128 * 1024  # Linux: MAX_ARG_STRLEN

    files = ALL["ConfigMap", "shop-brands"]["data"]
    assert max(len(text.encode()) for text in files.values()) < most_bytes_of_one


def test_no_object_is_too_big_for_client_side_apply() -> None:
    for config_map in of_kind(ALL, "ConfigMap").values():
        assert sum(len(text.encode()) for text in config_map["data"].values()) < 200_000


def test_the_scaling_table_is_the_specifications() -> None:
    scales = {
        name: tuple(
            int(
                service["spec"]["template"]["metadata"]["annotations"][
                    f"autoscaling.knative.dev/{key}"
                ]
            )
            for key in ("min-scale", "max-scale", "target")
        )
        for name, service in FUNCTIONS.items()
        if not name.startswith("ai-seller") or name == "ai-seller-home"
    }

    assert scales == {
        "whatsapp-webhook": (1, 5, 50),
        "whatsapp-media": (0, 5, 20),
        "whatsapp-sender": (0, 5, 20),
        "web-chat": (0, 10, 1000),
        "identity": (0, 5, 20),
        "intent": (0, 5, 20),
        "ai-seller-home": (0, 10, 5),
        "product-catalog": (1, 5, 50),
        "cart": (0, 5, 20),
        "order-processor": (1, 5, 20),
        "memory": (0, 5, 20),
        "escalation": (1, 5, 10),
        "relay": (1, 2, 20),
    }


def test_a_web_chat_pod_holds_streams_without_a_hard_limit() -> None:
    web_chat = PODS["KService/web-chat"]

    assert (web_chat["containerConcurrency"], web_chat["timeoutSeconds"]) == (0, 300)


def test_the_chat_path_stays_awake_for_ten_minutes() -> None:
    key = "autoscaling.knative.dev/scale-to-zero-pod-retention-period"
    stay = {
        name
        for name, service in FUNCTIONS.items()
        if service["spec"]["template"]["metadata"]["annotations"][key] == "10m"
    }

    sellers = {f"ai-seller-{brand}" for brand in BRANDS}
    assert stay - sellers == {
        "whatsapp-webhook",
        "whatsapp-sender",
        "intent",
        "product-catalog",
        "cart",
    }
    assert sellers <= stay


def test_with_values_zero_only_the_relay_stands() -> None:
    zero = of_kind(render({}, "values-zero.yaml"), "KService")
    key = "autoscaling.knative.dev/min-scale"
    standing = {
        name
        for name, service in zero.items()
        if service["spec"]["template"]["metadata"]["annotations"][key] != "0"
    }

    assert standing == {"relay"}
    assert set(of_kind(render({}, "values-zero.yaml"), "PodDisruptionBudget")) == {"relay"}
