"""What WhatsApp accepts in one message (facts of the Cloud API, business-messaging reference)."""

from typing import Final

TEXT: Final = 4096
BODY: Final = 1024
"""Body of an interactive message, caption of a picture."""
BUTTONS: Final = 3
BUTTON_TITLE: Final = 20
ROWS: Final = 10
"""In all sections of a list together."""
ROW_TITLE: Final = 24
ROW_DESCRIPTION: Final = 72
SECTION_TITLE: Final = 24
LIST_BUTTON: Final = 20
LINK_TITLE: Final = 20
TEMPLATE_VALUE: Final = 300
"""Ours: several values share a template body of 1024."""
OPAQUE: Final = 512
