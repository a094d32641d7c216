"""How a subscriber answers an event, written so that it travels as an attribute of the event."""

from dataclasses import asdict, dataclass
from urllib.parse import parse_qsl, urlencode


@dataclass(frozen=True)
class Script:
    """An answer. By default an empty 204.

    Attributes:
        status: Of the answer.
        times: The script is for the first so many attempts, then 204; 0 means all.
        sleep: Seconds before the answer.
        body: Of the answer, with `media` as its content type.
        reply: Type of an event that the answer is.
        cut: The connection ends in the middle of the answer.
    """

    status: int = 204
    times: int = 0
    sleep: float = 0.0
    body: str = ""
    media: str = "text/plain"
    reply: str = ""
    cut: bool = False

    def written(self) -> str:
        """As an attribute's value: what differs from the default."""
        default = asdict(Script())
        said = {name: value for name, value in asdict(self).items() if value != default[name]}
        return urlencode(said, safe="/")

    @staticmethod
    def read(text: str) -> "Script":
        """The script that `written` wrote; an empty text is the default."""
        said = dict(parse_qsl(text))
        return Script(
            status=int(said.get("status", 204)),
            times=int(said.get("times", 0)),
            sleep=float(said.get("sleep", 0)),
            body=said.get("body", ""),
            media=said.get("media", "text/plain"),
            reply=said.get("reply", ""),
            cut="cut" in said,
        )

    def at(self, attempt: int) -> "Script":
        """What is said at attempt number `attempt`, counted from 1."""
        return Script() if 0 < self.times < attempt else self
