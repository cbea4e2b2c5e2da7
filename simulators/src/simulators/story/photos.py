"""Photographs of documents that show nobody: a white page, a title, grey lines of writing."""

import io
from functools import cache

from PIL import Image, ImageDraw

__all__ = ["KINDS", "page"]

KINDS = {
    "identity_card": "IDENTITY CARD (SYNTHETIC)",
    "application_form": "APPLICATION FORM (ANNEX 2)",
    "commitment": "COMMITMENT (ANNEX 3)",
}
SIZE, MARGIN, LINES = (210, 297), 20, 14


@cache
def page(kind: str, format: str = "PNG", size: tuple[int, int] = SIZE) -> bytes:
    """One small page of a document, as JPEG or PNG."""
    width, height = size
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN, MARGIN), KINDS.get(kind, kind), fill="black")
    for line in range(LINES):
        top = 50 + line * (height - 80) // LINES
        length = (width - 2 * MARGIN) * (7 + (line * 5) % 4) // 10
        pen.rectangle((MARGIN, top, MARGIN + length, top + 3), fill="#9a9a9a")
    file = io.BytesIO()
    image.save(file, format)
    return file.getvalue()
