"""Draw the pictures of the demo shop: `python scripts/draw_pictures.py`.

Every product of the demo shop gets the picture that its `image` names, always the same to the
byte. Fails when a product has no drawing, or a drawing no product.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from pictures import beer, bread, cheese, chocolate, coffee, cupcake, fruit, tea
from pictures.scene import Picture, document

ROOT = Path(__file__).resolve().parent.parent
PRODUCTS = ROOT / "admin_service/admin_service/demo/products.json"
PUBLIC = ROOT / "frontend/public"
DRAWINGS: Mapping[str, Mapping[str, Picture]] = {
    "beer": beer.PICTURES,
    "bread": bread.PICTURES,
    "cheese": cheese.PICTURES,
    "chocolate": chocolate.PICTURES,
    "coffee": coffee.PICTURES,
    "cupcake": cupcake.PICTURES,
    "fruit": fruit.PICTURES,
    "tea": tea.PICTURES,
}


def drawings() -> dict[str, tuple[str, Picture]]:
    """Return every drawing and its category by the address of its picture."""
    return {
        f"/pictures/{category}/{slug}.svg": (category, picture)
        for category, pictures in DRAWINGS.items()
        for slug, picture in pictures.items()
    }


def main() -> int:
    """Write all pictures; return the exit status."""
    titles = {product["image"]: product["title"] for product in json.loads(PRODUCTS.read_text("utf-8"))}
    drawn = drawings()
    if odd := sorted(titles.keys() ^ drawn.keys()):
        print("Without a drawing or without a product:", *odd, sep="\n  ", file=sys.stderr)
        return 1
    for image, title in titles.items():
        category, picture = drawn[image]
        file = PUBLIC / image.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document(title, category, picture) + "\n", "utf-8")
    print(f"{len(titles)} pictures drawn")
    return 0


if __name__ == "__main__":
    sys.exit(main())
