"""A model on OpenAI's wire as a container: `python -m tests.e2e.model_stand_in`."""

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from tests.e2e.kubectl import NAMESPACE
from tests.e2e.stand_in import PORT
from tests.support.model_advice import advice
from tests.support.model_server import ModelServer

NAME = "model"
URL = f"http://{NAME}.{NAMESPACE}.svc.cluster.local/v1"


def app() -> Starlette:
    """Return a server that gives everybody the same advice."""
    server = ModelServer(URL, otherwise=advice)
    return Starlette(routes=[Route("/v1/chat/completions", server.complete, methods=["POST"])])


if __name__ == "__main__":
    uvicorn.run(app(), host="0.0.0.0", port=PORT, log_level="warning", lifespan="off")  # noqa: S104
