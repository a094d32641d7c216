"""Entry point of every container: `python -m shared.function.serve`.

Serves the function named by `FUNCTION_SOURCE` (a main.py) on `PORT`. functions-framework's own
server would cut requests 30 seconds after SIGTERM; this one lets them end.
"""

import os
import sys


def run() -> None:
    """Serve until SIGTERM, then finish what is in flight."""
    import uvicorn

    os.environ.setdefault("FUNCTION_TARGET", "main")
    os.environ.setdefault("FUNCTION_SIGNATURE_TYPE", "http")
    uvicorn.run(
        "functions_framework.aio:create_asgi_app",
        factory=True,
        host=os.environ.get("HOST", "0.0.0.0"),  # noqa: S104 - the pod's own network
        port=int(os.environ.get("PORT", "8080")),
        timeout_graceful_shutdown=int(os.environ.get("SHUTDOWN_SECONDS", "110")),
        access_log=False,
        log_level="warning",
        lifespan="off",
        server_header=False,
    )


if __name__ == "__main__":
    from shared.settings import MissingSettingError, settings

    try:
        settings().require("k_sink", "mongodb_uri", "event_signing_key")
    except MissingSettingError as error:
        sys.exit(str(error))
    run()
