"""What `make run` says when everything is ready."""

from pathlib import Path


def banner(
    *,
    gateway: str,
    admin: str,
    data: Path,
    meta_url: str,
    fake_meta: bool,
    mongodb: str,
    seconds: float,
) -> str:
    """The addresses, what to try first, and where to look when it goes wrong."""
    whatsapp = "imitated here" if fake_meta else "as given"
    return f"""
The shop is open after {seconds:.1f} s.

  Shop      {gateway}  (GET /healthz)
  WhatsApp  {meta_url}  ({whatsapp})
  Inside    {admin}  (/queues, /processes, POST /idle, /chaos)
  MongoDB   {mongodb}
  Logs      {data / "logs"}  (LOG=1 shows them here)

Try it in another terminal:

  make chat BRAND=fashion
  > I want blue running shoes under $150

Ctrl-C stops it; what was said and sold stays in {data}.
"""
