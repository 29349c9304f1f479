"""The parts of a crate of beer: a box, bottles that each have their own place in it, and what goes with them."""

from pictures.beer_vessels import PINT, glass
from pictures.colour import darker, lighter
from pictures.garnish import barley, leaves
from pictures.scene import Layer
from pictures.shapes import disc, drop, rounded, slab, star, turned
from pictures.svg import box, circle, ellipse, line, path, placed, solid, tag

RIM = 470
"""Where the front of every box begins: the bottles stand behind it, and end there."""
PLACES = {"pale": 190, "wheat": 274, "amber": 358, "bock": 442, "stout": 526, "alcohol-free": 610}


def _box(wood: str, back: float, foot: float, planks: int, pips: str) -> str:
    height = (foot - RIM) / planks
    inside = box(150, back, 500, RIM - back + 20, darker(wood, 0.45), 6)
    walls = "".join(box(228 + 84 * i, back + 14, 8, RIM - back, darker(wood, 0.3)) for i in range(5))
    sides = box(140, back - 8, 22, RIM - back + 30, darker(wood, 0.16), 6)
    sides += box(638, back - 8, 22, RIM - back + 30, darker(wood, 0.26), 6)
    front = box(150, RIM + 4, 500, foot - RIM - 14, darker(wood, 0.5))
    front += "".join(
        solid(slab(140, RIM + height * i, 520, height - 7, 8), lighter(wood, 0.08 * (i % 2)), dx=-26, dy=-6)
        for i in range(planks)
    )
    posts = "".join(
        solid(slab(x, RIM - 4, 34, foot - RIM + 4, 6), darker(wood, 0.1), dx=-8)
        + circle(x + 17, RIM + 24, 5, darker(wood, 0.5))
        + circle(x + 17, foot - 30, 5, darker(wood, 0.5))
        for x in (156, 610)
    )
    return ellipse(400, foot + 4, 276, 14, "#2b1733", opacity=0.16) + inside + walls + sides + front + posts + pips


def _caps(count: int, y: float) -> str:
    """Draw as many crown caps as the box holds bottles, six a row."""
    cap = tag("g", path(star(12, 17, 14, 3), "#fff3d6"), circle(0, 0, 8, "#d84a74"), id="cap")
    uses = (tag("use", href="#cap", x=290 + 44 * (i % 6), y=y + 46 * (i // 6)) for i in range(count))
    return tag("defs", cap) + "".join(uses)


def size_six() -> str:
    """Draw a low box for a row of bottles."""
    return _box("#d9a566", 426, 620, 2, _caps(6, 582))


def size_twelve() -> str:
    """Draw a deep box for two rows of bottles."""
    return _box("#a8723f", 396, 694, 3, _caps(12, 604))


def _bottle(colour: str, cap: str, paper: str, *emblem: str) -> str:
    """Draw as much of a bottle as stands out of the box."""
    outline = turned((15, 196, 3), (17, 278, 16), (38, 352, 34), (38, RIM, 0))
    label = box(340, 378, 120, 72, paper) + box(416, 378, 60, 72, darker(paper, 0.3), opacity=0.18)
    shine = box(372, 340, 9, 130, "#fff", 5, opacity=0.4) + box(390, 214, 6, 60, "#fff", 3, opacity=0.4)
    crown = solid(turned((16, 182, 6), (21, 206, 3)), cap, dx=-8)
    collar = box(381, 216, 38, 8, darker(colour, 0.3), 4)
    art = placed(*emblem, x=398, y=414)
    return solid(outline, colour, label, art, shine, dx=-14) + collar + crown


def _sun() -> str:
    return path(star(12, 27, 19, 3), "#f2a93b") + circle(0, 0, 14, "#ffd95e")


def _wheat() -> str:
    return placed(barley(120, "#c98f2c"), x=0, y=30, scale=0.42)


def _diamond() -> str:
    return path(rounded((0, -28, 5), (20, 0, 5), (0, 28, 5), (-20, 0, 5)), "#8f3d14") + circle(0, 0, 8, "#ffcf8a")


def _horns() -> str:
    ram = line("M-4 14C-30 18-34-16-14-20C0-22 0-6-11-7M4 14C30 18 34-16 14-20C0-22 0-6 11-7", "#5a3a1e", 7)
    return ram + path(drop(30, 18), "#5a3a1e")


def _moon() -> str:
    return path("M10-26A27 27 0 1 0 24 12A22 22 0 0 1 10-26Z", "#ffe9a8")


def _leaf() -> str:
    return placed(leaves(3, 46), x=0, y=24)


BOTTLES = {
    "pale": _bottle("#e9b13f", "#c0392f", "#fff6e0", _sun()),
    "wheat": _bottle("#cf8a2d", "#3f9fd6", "#dff0f8", _wheat()),
    "amber": _bottle("#a85420", "#e8b93c", "#fbdfb6", _diamond()),
    "bock": _bottle("#3f7a4c", "#c9d3e6", "#f3e4c7", _horns()),
    "stout": _bottle("#3a2722", "#d84a74", "#2f3d66", _moon()),
    "alcohol-free": _bottle("#6cb8e0", "#4f9a4c", "#f4fbff", _leaf()),
}
NAMES = {"pale": "Pale ale", "wheat": "Wheat beer", "amber": "Amber ale", "bock": "Bock", "stout": "Stout"}


def beer(kind: str) -> str:
    """Draw a bottle at its place."""
    return placed(BOTTLES[kind], x=PLACES[kind] - 400, y=0)


def extra_glass() -> str:
    """Stand a filled glass in front of the box, on the right."""
    return placed(glass(PINT, "#e0952b", "crate"), x=478, y=428, scale=0.42)


def extra_opener() -> str:
    """Hang a bottle opener on the box, on the left."""
    string = line(f"M214 {RIM - 6}C206 498 222 506 214 524", "#c62f5d", 6)
    head = path(disc(214, 546, 27) + disc(214, 540, 13), "#8f9ba6", fill_rule="evenodd")
    light = line("M194 540a22 22 0 0 1 14-14", "#dfe6ec", 6)
    return string + solid(slab(203, 562, 22, 62, 11), "#b0bac3", dx=-8) + head + light


def extra_ribbon() -> str:
    """Tie a bow around the box."""
    red = "#d84a74"
    tails = path("M392 486L352 566L380 558L392 584L406 500Z", darker(red, 0.16))
    tails += path("M408 486L448 566L420 558L408 584L394 500Z", darker(red, 0.08))
    left = solid("M396 484C356 424 296 432 306 482C314 526 364 520 396 490Z", red, dx=-16, dy=-8)
    right = solid("M404 484C444 424 504 432 494 482C486 526 436 520 404 490Z", red, dx=-16, dy=-8)
    return tails + left + right + solid(slab(380, 466, 40, 42, 14), lighter(red, 0.15), dx=-10)


LAYERS = {
    "size-six": Layer("A box for six bottles", size_six(), (100, 270, 600)),
    "size-twelve": Layer("A box for twelve bottles", size_twelve(), (100, 250, 600)),
    **{
        f"beer-{kind}": Layer(NAMES.get(kind, "Alcohol-free beer"), beer(kind), (1.09 * x - 36 - 166, 136, 332))
        for kind, x in PLACES.items()
    },
    "extra-glass": Layer("A glass", extra_glass(), (500, 468, 280)),
    "extra-opener": Layer("A bottle opener", extra_opener(), (82, 442, 230)),
    "extra-ribbon": Layer("A ribbon", extra_ribbon(), (270, 360, 260)),
}
