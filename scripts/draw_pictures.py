"""Draws the pictures of the demo shop: `python scripts/draw_pictures.py`.

Writes the picture that the `image` of each demo product names. The output is always the same, byte by byte.
Fails if a product has no drawing, or a drawing has no product. The options of configurable products have
pictures in `/static`.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from pictures import beer, bread, cheese, chocolate, coffee, crate_layers, cupcake, cupcake_layers, fruit, own, tea
from pictures.scene import Layer, Picture, document, layer

ROOT = Path(__file__).resolve().parent.parent
PRODUCTS = ROOT / "admin_service/admin_service/demo/products.json"
PUBLIC = ROOT / "frontend/public"
DRAWINGS: Mapping[str, Mapping[str, Picture]] = {
    "beer": {**beer.PICTURES, "mixed-crate": own.CRATE},
    "bread": bread.PICTURES,
    "cheese": cheese.PICTURES,
    "chocolate": chocolate.PICTURES,
    "coffee": coffee.PICTURES,
    "cupcake": {**cupcake.PICTURES, "your-own": own.CUPCAKE},
    "fruit": fruit.PICTURES,
    "tea": tea.PICTURES,
}
PARTS: Mapping[str, Mapping[str, Layer]] = {"cupcake": cupcake_layers.LAYERS, "crate": crate_layers.LAYERS}


def drawings() -> dict[str, tuple[str, Picture]]:
    """Return every drawing and its category, by the path of its picture."""
    return {
        f"/pictures/{category}/{slug}.svg": (category, picture)
        for category, pictures in DRAWINGS.items()
        for slug, picture in pictures.items()
    }


def parts() -> dict[str, str]:
    """Return the SVG of the picture of every option, by its path."""
    return {
        f"/static/{thing}/{name}.svg": layer(part)
        for thing, found in PARTS.items()
        for name, part in found.items()
    }


def write(address: str, text: str) -> None:
    """Write the file that the web server serves at this path."""
    file = PUBLIC / address.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", "utf-8")


def main() -> int:
    """Write all pictures. Returns the exit status."""
    titles = {product["image"]: product["title"] for product in json.loads(PRODUCTS.read_text("utf-8"))}
    drawn = drawings()
    if odd := sorted(titles.keys() ^ drawn.keys()):
        print("These have no drawing or no product:", *odd, sep="\n  ", file=sys.stderr)
        return 1
    for image, title in titles.items():
        category, picture = drawn[image]
        write(image, document(title, category, picture))
    for address, text in parts().items():
        write(address, text)
    print(f"{len(titles)} pictures and {len(parts())} parts written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
