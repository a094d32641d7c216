"""litellm, loaded beside whatever the process does: it takes seconds, which nobody waits for."""

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from shared.log import log

_ABOUT_ITS_OWN_TYPES: Final = "Item '.*' on TypedDict class"
"""pydantic's opinion on some of litellm's types; nothing that anybody here could do about."""


class Library:
    """The client library: not there, loading, there, or not to be had.

    Args:
        load: imports it.
    """

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._module: Any = None

    @property
    def ready(self) -> bool:
        """Whether it is loaded."""
        return self._module is not None

    @property
    def module(self) -> Any:
        """The library, once it is ready."""
        assert self._module is not None, "not loaded yet"
        return self._module

    def start(self, after_seconds: float = 0) -> None:
        """Begin to load in a while, once; return at once."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, args=(after_seconds,), name="load-llm", daemon=True
                )
                self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until loading has ended, for programs that have nothing to do without."""
        self.start()
        assert self._thread is not None
        self._thread.join(seconds)
        return self.ready

    def _run(self, after_seconds: float) -> None:
        time.sleep(after_seconds)
        started = time.perf_counter()
        try:
            self._module = self._load()
        except ModuleNotFoundError as error:  # an image without it: nothing to look into
            log().error("model.not_loaded", reason=str(error))
        except Exception:  # noqa: BLE001 - whatever is wrong with it, the rules go on
            log().exception("model.not_loaded")
        else:
            log().info("model.loaded", duration_ms=round((time.perf_counter() - started) * 1000))


def load_litellm() -> Any:
    """Import litellm, quiet and offline."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else it fetches prices
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")  # else it reads a .env file
    warnings.filterwarnings("ignore", message=_ABOUT_ITS_OWN_TYPES)
    import litellm

    library: Any = litellm
    library.telemetry = False
    library.suppress_debug_info = True
    library.turn_off_message_logging = True
    library.drop_params = True
    library.disable_aiohttp_transport = True  # leaves sessions open that nobody closes
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        # It writes what it was sent into its warnings.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return library


@cache
def library() -> Library:
    """Return this process's library; `start` it once the port is open."""
    return Library(load_litellm)
