"""The yardstick: a bare functions-framework function as a Knative Service, on the same image.

Nothing is mounted and nothing of ours is loaded. What else makes a pod slow to start (a token of
its service account, variables for every Service) is left out as in our Services.
"""

from typing import Any

from tests.bench.cluster.loading import HELLO_SOURCE
from tests.e2e.images import FUNCTIONS
from tests.e2e.kubectl import NAMESPACE

_SERVE = """\
import os, runpy, sys
with open(os.environ["FUNCTION_SOURCE"], "w") as file:
    file.write(os.environ["SOURCE"])
sys.argv = ["uvicorn", "functions_framework.aio:create_asgi_app", "--factory", "--host", "0.0.0.0",
            "--port", os.environ["PORT"], "--lifespan", "off", "--no-access-log"]
runpy.run_module("uvicorn", run_name="__main__")
"""


def hello(name: str, window: str, resources: dict[str, Any]) -> dict[str, Any]:
    """Return the Service; its pods may use what a function's may."""
    environment = {"FUNCTION_SOURCE": "/tmp/main.py", "FUNCTION_TARGET": "main"}  # noqa: S108
    environment["SOURCE"] = HELLO_SOURCE
    container = {
        "image": FUNCTIONS,
        "imagePullPolicy": "IfNotPresent",
        "command": ["python", "-c", _SERVE],
        "env": [{"name": key, "value": value} for key, value in environment.items()],
        "resources": resources,
    }
    return {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {
            "name": name,
            "namespace": NAMESPACE,
            "labels": {"networking.knative.dev/visibility": "cluster-local"},
        },
        "spec": {
            "template": {
                "metadata": {"annotations": {"autoscaling.knative.dev/window": window}},
                "spec": {
                    "automountServiceAccountToken": False,
                    "enableServiceLinks": False,
                    "containers": [container],
                },
            }
        },
    }
