"""What `make run` says when everything is ready."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Banner:
    """Addresses of a run, and how it came up."""

    gateway: str
    admin: str
    data: Path
    meta: str
    fake_meta: bool
    mongodb: str
    seconds: float

    def __str__(self) -> str:
        """What to try first, and where to look when it goes wrong."""
        whatsapp = "imitated here" if self.fake_meta else "as given"
        return f"""
The shop is open after {self.seconds:.1f} s.

  Shop      {self.gateway}  (GET /healthz)
  WhatsApp  {self.meta}  ({whatsapp})
  Inside    {self.admin}  (/queues, /processes, POST /idle, /chaos)
  MongoDB   {self.mongodb}
  Logs      {self.data / "logs"}  (LOG=1 shows them here)

Try it in another terminal:

  make chat BRAND=fashion
  > I want blue running shoes under $150

Ctrl-C stops it; what was said and sold stays in {self.data}.
"""
