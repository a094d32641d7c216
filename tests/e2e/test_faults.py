"""Pods and brokers that die; webhooks that come twice."""

import os
import shlex
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.cluster_shop import ClusterShop
from tests.e2e.kubectl import NAMESPACE, kubectl, pods
from tests.journeys.purchase import check_out, fill_cart
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shoppers import WhatsAppShopper
from tests.journeys.stubborn import Stubborn

DISPATCHERS = {
    "in-memory": ("knative-eventing", "messaging.knative.dev/role=dispatcher"),
    "rabbitmq": (NAMESPACE, "eventing.knative.dev/broker=default"),
}


def die(component: str) -> int:
    """Delete a function's pods as if their machine had died; return how many there were."""
    names = [one["metadata"]["name"] for one in pods(component)]
    for name in names:
        words = ["--force", "--grace-period=0", "--ignore-not-found", "--wait=false"]
        kubectl("delete", "pod", name, "-n", NAMESPACE, *words)
    return len(names)


def test_a_webhook_that_comes_twice_is_answered_once(shop: ClusterShop) -> None:
    shopper = WhatsAppShopper(shop, "tech", client=shop.browser(transport=Stubborn(doubles=1.0)))

    shopper.say("hello")

    shopper.hears_nothing(5)
    assert len(shopper.everything()) == 1


def test_functions_killed_in_the_middle_of_turns_lose_nothing(shop: ClusterShop) -> None:
    script, killed = SCRIPTS["fashion"], 0
    shopper = WhatsAppShopper(shop, "fashion")

    for number, component in enumerate(["ai-seller-fashion", "cart", "whatsapp-sender"]):
        shopper.write(f"{script.search} {number}")
        time.sleep(0.2 * number)
        killed += die(component)
        shopper.hear()
    fill_cart(shopper, script)
    check_out(shopper, script)
    shopper.write(script.yes)
    killed += die("order-processor")
    placed = shopper.hear()

    assert killed > 0
    number = placed.number
    assert shopper.pay().status_code == 200
    killed += die("order-processor")
    shopper.hear(number)
    order = shop.order(number)
    assert (order["status"], order["paid"]) == ("confirmed", order["totals"]["total"])


def test_what_waits_in_a_broker_that_dies_is_delivered_later(
    shop: ClusterShop, broker: str
) -> None:
    crash, back = os.environ.get("E2E_BROKER_CRASH"), os.environ.get("E2E_BROKER_UP")
    if broker != "rabbitmq" or not crash or not back:
        pytest.skip("needs RabbitMQ, E2E_BROKER_CRASH and E2E_BROKER_UP")
    shoppers = [WhatsAppShopper(shop, "home", patience=300) for _ in range(10)]

    for shopper in shoppers:
        shopper.write("hola, busco una lámpara")
    subprocess.run(shlex.split(crash), check=True)
    with ThreadPoolExecutor() as meanwhile:  # what is refused is sent again, as Meta does
        more = [meanwhile.submit(one.write, "¿qué envíos hay?") for one in shoppers[:3]]
        time.sleep(5)
        subprocess.run(shlex.split(back), check=True)
    for one in more:
        one.result()

    for shopper in shoppers:
        assert shopper.hear().text
    for shopper in shoppers[:3]:
        assert shopper.hear().text
    for shopper in shoppers:
        shopper.hears_nothing(1)


def test_a_dispatcher_that_dies_loses_no_event(shop: ClusterShop, broker: str) -> None:
    namespace, label = DISPATCHERS[broker]
    shoppers = [WhatsAppShopper(shop, "gaming") for _ in range(5)]

    for shopper in shoppers:
        shopper.write("hola")
    kubectl("delete", "pods", "-n", namespace, "-l", label, "--force", "--grace-period=0")

    for shopper in shoppers:
        shopper.hear()
        shopper.hears_nothing(1)
