"""Glasses, bottles and cans: the vessels of the beers."""

from random import Random

from pictures.colour import darker
from pictures.garnish import CREAM
from pictures.shapes import Corner, disc, slab, turned
from pictures.svg import box, ellipse, inside, line, path, solid

Profile = tuple[Corner, ...]

PINT: Profile = ((124, 196, 8), (128, 292, 30), (136, 318, 20), (120, 346, 30), (92, 655, 18))
WEIZEN: Profile = ((122, 196, 8), (134, 300, 110), (84, 480, 130), (70, 590, 40), (98, 655, 12))
PILSNER: Profile = ((110, 186, 8), (66, 586, 26), (22, 612, 14))
TULIP: Profile = ((118, 196, 8), (150, 330, 130), (86, 540, 110), (88, 655, 16))
MUG: Profile = ((138, 212, 10), (146, 655, 36))
SNIFTER: Profile = ((104, 216, 8), (176, 400, 130), (120, 560, 90), (18, 580, 14))
CHALICE: Profile = ((158, 214, 6), (162, 330, 60), (134, 430, 70), (18, 474, 14))
FLUTE: Profile = ((86, 160, 6), (104, 330, 110), (70, 500, 90), (16, 546, 14))
LONGNECK: Profile = ((31, 150, 6), (36, 262, 40), (98, 380, 80), (98, 655, 24))
STUBBY: Profile = ((38, 190, 8), (42, 290, 40), (124, 380, 90), (124, 655, 30))
CAN: Profile = ((104, 176, 10), (122, 208, 16), (122, 622, 16), (102, 655, 10))


def _inner(profile: Profile, wall: float, top: float, floor: float) -> str:
    shrunk = [(half - wall, y, radius) for half, y, radius in profile]
    shrunk[0] = (shrunk[0][0], top, 0)
    shrunk[-1] = (shrunk[-1][0], shrunk[-1][1] - floor, shrunk[-1][2])
    return turned(*shrunk)


def _bubbles(seed: str, half: float, top: float, bottom: float) -> str:
    draw = Random(seed)  # noqa: S311 - scatters dots, guards nothing

    def some(count: int) -> str:
        return "".join(
            f"M{400 + draw.uniform(-half, half):.0f} {draw.uniform(top, bottom):.0f}h.1" for _ in range(count)
        )

    return line(some(6), "#fff", 14, opacity=0.45) + line(some(6), "#fff", 8, opacity=0.55)


def foam(seed: str, half: float, y: float, colour: str = CREAM, height: float = 62) -> str:
    """Draw a head of foam on a glass whose rim is at `y`, running over a little."""
    draw = Random(seed)  # noqa: S311 - scatters dots, guards nothing
    lumps = 4
    step = 2 * half / lumps
    dome = "".join(
        disc(
            400 - half + step * (i + 0.5),
            y - height * 0.25 + draw.uniform(-4, 4) - height * 0.32 * (0 < i < lumps - 1),
            step * draw.uniform(0.62, 0.72),
        )
        for i in range(lumps)
    )
    run = slab(400 - half + draw.choice((18, 44)), y, 38, height + draw.randrange(40, 70), 19)
    second = slab(400 + half - draw.choice((70, 96)), y, 34, height + draw.randrange(10, 30), 17)
    body = slab(400 - half - 9, y - height * 0.35, 2 * half + 18, height + 12, 26)
    return solid(body + dome + run + second, colour, dx=-26, depth=0.09)


def stem(top: float, half: float = 88) -> str:
    """Draw the stem and foot of a glass from `top` down."""
    d = turned((16, top - 20, 0), (13, top + 40, 30), (13, 620, 24), (half, 642, 12), (half, 658, 8))
    return path(d, "#fff", opacity=0.72) + path(turned((half, 646, 8), (half, 658, 8)), "#dfe8ee")


def glass(
    profile: Profile, beer: str, seed: str, *, head: str = CREAM, height: float = 62, floor: float = 30
) -> str:
    """Draw a filled glass with its foam."""
    rim = profile[0][1]
    half = profile[0][0]
    outline = turned(*profile)
    low = profile[-1][1]
    fill = solid(
        _inner(profile, 12, rim + 10, floor),
        beer,
        path(f"M0 {low - 170:g}h800v200H0z", darker(beer, 0.3), opacity=0.14),
        _bubbles(seed, half * 0.62, rim + 120, low - 70),
        dx=-40,
    )
    shine = path(slab(400 - half + 24, rim + height + 62, 17, (low - rim) * 0.36, 9), "#fff", opacity=0.5)
    return (
        path(outline, "#fff", opacity=0.62) + fill + inside(outline, shine) + foam(seed, half, rim, head, height)
    )


def handle(colour: str, x: float = 530) -> str:
    """Draw the handle of a mug on its right side."""
    d = f"M{x:g} 300h38a62 62 0 0 1 62 62v112a62 62 0 0 1-62 62h-38"
    return line(d, darker(colour, 0.14), 40) + line(d, colour, 26)


def bottle(profile: Profile, colour: str, cap: str, *label: str, beer: str = "") -> str:
    """Draw a bottle with its crown cap; the label's elements are clipped to its form."""
    top, half = profile[0][1], profile[0][0]
    body = profile[-1][0]
    shine = box(400 - body + 18, 400, 15, 226, "#fff", 8, opacity=0.38)
    neck = box(400 - half + 9, top + 26, 11, 88, "#fff", 6, opacity=0.38)
    crown = solid(turned((half + 2, top - 16, 12), (half + 9, top + 18, 4)), cap, dx=-16)
    ring = box(400 - half - 4, top + 26, 2 * half + 8, 13, darker(colour, 0.25), 6)
    tint = path(f"M0 {top + 84:g}h800v700H0z", beer, opacity=0.4) if beer else ""
    return solid(turned(*profile), colour, tint, *label, shine, dx=-30) + ring + neck + crown


def label(colour: str, y: float, height: float, edge: str = "") -> str:
    """Draw a label right across a bottle or can, with a darker right side."""
    shade = box(436, y, 200, height, darker(colour, 0.3), opacity=0.16)
    bands = ""
    if edge:
        bands = box(150, y + 10, 500, 9, edge) + box(150, y + height - 19, 500, 9, edge)
    return box(150, y, 500, height, colour) + bands + shade


def can(colour: str, *art: str) -> str:
    """Draw a can whose art is clipped to its form."""
    silver = "#d9dfe4"
    lid = turned((100, 158, 10), (104, 176, 6), (100, 182, 4))
    bands = box(250, 160, 300, 46, silver) + box(250, 626, 300, 40, silver)
    shine = box(300, 224, 16, 376, "#fff", 8, opacity=0.42)
    tint = box(462, 150, 100, 510, "#2b1733", opacity=0.12)
    return (
        path(lid, darker(silver, 0.22))
        + solid(turned(*CAN), colour, *art, bands, shine, tint, dx=0)
        + ellipse(400, 172, 84, 6, darker(silver, 0.35))
    )
