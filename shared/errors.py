"""Errors that carry their consequence: the status answered and whether to try again."""

from typing import ClassVar


class FunctionError(Exception):
    """Something that ends a delivery. `status` is what the broker reads."""

    status: ClassVar[int] = 500


class InvalidEventError(FunctionError):
    """An event that can never be handled; it goes to the dead letters, the broker gets 204."""

    status: ClassVar[int] = 204

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ForgedEventError(InvalidEventError):
    """An event without our signature; nobody is told, since nobody of ours asked."""

    def __init__(self) -> None:
        super().__init__("bad signature")


class BusyError(FunctionError):
    """The same work is in progress elsewhere, or a race was lost too often: try again."""

    status: ClassVar[int] = 409


class DependencyError(FunctionError):
    """A store, the broker or a partner does not answer: try again later."""

    status: ClassVar[int] = 503

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not available")
        self.name = name


class NewerVersionError(FunctionError):
    """The event is of a newer release than this one; a newer pod will take it."""

    status: ClassVar[int] = 503

    def __init__(self, schema: str) -> None:
        super().__init__(f"{schema} is newer than this release")


class ProblemError(Exception):
    """A refusal of a REST call, told as RFC 9457 problem details.

    Args:
        status: HTTP status.
        title: the kind of problem, the same for every occurrence.
        detail: what the person reading can do about it.
        extra: further members of the problem object.
    """

    def __init__(
        self, status: int, title: str, detail: str = "", extra: dict[str, object] | None = None
    ) -> None:
        super().__init__(f"{status} {title}")
        self.status = status
        self.title = title
        self.detail = detail
        self.extra: dict[str, object] = extra or {}
        self.headers: dict[str, str] = {}
