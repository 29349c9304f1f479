"""What drinks and food stand on or in: cups, saucers, mugs, boards."""

from pictures.colour import darker, lighter
from pictures.shapes import Corner, slab, turned
from pictures.svg import ellipse, line, path, solid


def cup(
    colour: str, drink: str, *art: str, half: float = 150, top: float = 420, foot: float = 640, taper: float = 0.5
) -> str:
    """Draw a round cup seen a little from above; `art` is painted on its wall."""
    lip = half * 0.17
    deep = foot - top
    form: tuple[Corner, ...] = (
        (half, top, 0),
        (half * 0.97, top + deep * 0.62, deep * 0.6),
        (half * taper, foot - 14, 30),
        (half * taper, foot, 6),
    )
    return (
        solid(turned(*form), colour, *art, dx=-half * 0.26)
        + ellipse(400, top, half, lip, lighter(colour, 0.35))
        + ellipse(400, top + 4, half - 13, lip - 7, darker(drink, 0.22))
        + path(
            f"M{413 - half:g} {top + 6:g}a{half - 13:g} {lip - 9:g} 0 0 0 {2 * half - 26:g} 0"
            f"a{half - 13:g} {lip - 15:g} 0 0 0 {26 - 2 * half:g} 0Z",
            drink,
        )
    )


def ear(colour: str, x: float, y: float, width: float = 70, height: float = 100, thick: float = 26) -> str:
    """Draw the handle of a cup, from (x, y) to the right and down."""
    d = f"M{x:g} {y:g}c{width * 1.5:g}-12 {width * 1.4:g} {height:g} -6 {height:g}"
    return line(d, darker(colour, 0.2), thick) + line(d, darker(colour, 0.06), thick - 12)


def saucer(colour: str, half: float = 220) -> str:
    """Draw a saucer on the ground."""
    dish = turned((half, 634, 10), (half * 0.6, 662, 24))
    return solid(dish, colour, dx=0, dy=-9) + ellipse(400, 635, half, 13, lighter(colour, 0.3))


def mug(colour: str, drink: str, *art: str, half: float = 138, top: float = 330) -> str:
    """Draw a straight mug seen a little from above; `art` is painted on its wall."""
    form = turned((half, top, 0), (half, 655, 44))
    lip = half * 0.16
    return (
        ear(colour, 400 + half - 8, top + 76, 84, 160, 36)
        + solid(form, colour, *art, dx=-36)
        + ellipse(400, top, half, lip, lighter(colour, 0.35))
        + ellipse(400, top + 3, half - 14, lip - 7, drink)
    )


def board(colour: str = "#c98d55", half: float = 250) -> str:
    """Draw a wooden board on the ground, its top at y = 632."""
    grain = line("M190 646h120M350 650h150M540 645h60", darker(colour, 0.2), 4)
    return solid(slab(400 - half, 632, 2 * half, 30, 13), colour, grain, dx=-50, dy=-6)


def spoon(colour: str = "#c3ccd3") -> str:
    """Draw a spoon that leans in a cup, from its top at the origin."""
    return line("M0 0L-60 190", colour, 13) + ellipse(4, -10, 15, 24, colour)
