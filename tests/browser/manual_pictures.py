"""The pictures of docs/manual, out of a folder of screenshots, small enough to be kept.

    python tests/browser/manual_pictures.py FOLDER

A picture `street-today.png` is the page `street.today`; what applicants look at is shown as on a
phone. Fails where a page that the manual shows was not photographed.
"""

import re
import sys
from pathlib import Path

from PIL import Image

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
PHONE, DESK = 360, 1366
ON_A_PHONE = {"public", "apply", "applicant"}
COLOURS, TALLEST = 48, 1500  # pixels: of a long list the beginning is enough


def wanted() -> set[str]:
    """The pictures that the texts show."""
    shown = re.compile(r"\]\(pictures/([\w-]+\.png)\)")
    return {name for text in MANUAL.glob("*.md") for name in shown.findall(text.read_text())}


def main(folder: Path) -> None:
    """Makes all of them anew."""
    pictures = MANUAL / "pictures"
    pictures.mkdir(exist_ok=True)
    for old in pictures.glob("*.png"):
        old.unlink()
    for name in sorted(wanted()):
        room, _, page = name.removesuffix(".png").partition("-")
        width = PHONE if room in ON_A_PHONE else DESK
        with Image.open(folder / room / f"{page}-{width}.png") as whole:
            part = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, TALLEST)))
            small = part.quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(pictures / name, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
