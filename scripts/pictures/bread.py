"""The breads: loaves, sticks, knots and crescents."""

from math import cos, pi, sin

from pictures.colour import darker, lighter
from pictures.scene import Picture
from pictures.shapes import disc, leaf, rounded, slab, smooth, strand
from pictures.svg import group, line, path, placed, solid, tag
from pictures.tableware import board, saucer

CRUST = "#c98139"
CRUMB = "#f6dfb0"


def _sourdough() -> str:
    loaf = smooth(
        (400, 330), (540, 368), (620, 480), (596, 590), (480, 636), (320, 636), (204, 590), (180, 480), (260, 368)
    )
    moon = path("M430 370a112 112 0 1 0 74 178a142 142 0 0 1-74-178Z", CRUMB)
    cuts = "".join(
        placed(path(leaf(66, 22), CRUMB), x=x, y=y, turn=turn)
        for x, y, turn in ((244, 560, -24), (226, 490, -12), (548, 590, 30), (566, 520, 22), (552, 450, 12))
    )
    return board("#9a6238", 270) + solid(loaf, "#b26a2b", moon, cuts, dx=-40, dy=-24)


def _baguette() -> str:
    stick = slab(-44, -420, 88, 470, 44)
    cuts = line("M-18-350l36-34M-18-280l36-34M-18-210l36-34M-18-140l36-34", "#f3cf94", 15)
    sticks = "".join(
        placed(solid(stick, tone, cuts, dx=-22), x=x, y=560, turn=turn)
        for x, turn, tone in ((352, -9, "#c98139"), (448, 9, "#d68f45"), (400, 0, "#bd722f"))
    )
    bag = rounded((278, 380, 4), (522, 380, 4), (500, 655, 10), (300, 655, 10))
    stripes = path("".join(f"M{x} 370h26l{(400 - x) * 0.09:g} 300h-24Z" for x in range(282, 520, 52)), "#d9523f")
    fold = path("M260 372h280v22H260Z", "#fff", opacity=0.5)
    return sticks + solid(bag, "#fbf1df", stripes, fold, dx=-34)


def _slice(x: float, crust: str, crumb: str) -> str:
    foot = "a20 20 0 0 1-20 20H-80a20 20 0 0 1-20-20Z"
    outer = f"M-100 0V-150C-150-170-150-250-60-256H60C150-250 150-170 100-150V0{foot}"
    holes = line("M-44-60h.1M30-110h.1M-10-180h.1M56-30h.1M50-200h.1", darker(crumb, 0.12), 13)
    inner = group(path(outer, crumb), holes, transform="translate(0 -11) scale(.86 .9)")
    return placed(path(outer, crust) + inner, x=x, y=612)


def _sandwich() -> str:
    foot = "a20 20 0 0 1-20 20H320a20 20 0 0 1-20-20Z"
    loaf = f"M300 612V462C250 442 250 362 340 356H560C650 362 650 442 606 462V612{foot}"
    body = solid(
        loaf, "#b9702f", path("M380 356c60 60 20 110 40 290h60c-30-160 40-220-20-290Z", "#c98139"), dx=-40
    )
    cloth = path("M110 640h580l-40 26H150Z", "#e9f1f7") + line(
        "M150 653H652", "#d9523f", 8, stroke_dasharray="34 26"
    )
    return cloth + body + _slice(330, "#a8642b", CRUMB) + _slice(258, "#c98139", lighter(CRUMB, 0.2))


def _pretzel() -> str:
    rope = strand(
        (300, 596),
        (360, 520),
        (430, 440),
        (470, 340),
        (548, 276),
        (624, 330),
        (618, 450),
        (540, 566),
        (400, 616),
        (260, 566),
        (182, 450),
        (176, 330),
        (252, 276),
        (330, 340),
        (370, 440),
        (440, 520),
        (500, 596),
    )
    over = strand((252, 276), (330, 340), (370, 440), (440, 520), (500, 596))
    brown, dark = "#b5652a", "#84431b"
    shine = strand((190, 400), (186, 336), (246, 288), (300, 318))
    salt = line(
        "M206 430v2M250 520v2M330 580v2M470 580v2M550 520v2M594 430v2M600 340v2M548 292v2M486 350v2M300 326v2"
        "M350 404v2M404 472v2",
        "#fff8ea",
        15,
    )
    return placed(
        line(rope, dark, 78)
        + line(rope, brown, 64)
        + line(over, dark, 78)
        + line(over, brown, 64)
        + line(shine, lighter(brown, 0.4), 12, opacity=0.8)
        + salt,
        x=0,
        y=-20,
    )


def _croissant() -> str:
    parts: list[str] = []
    for step in (-3, 3, -2, 2, -1, 1, 0):
        angle = step * 24 * pi / 180
        size = 1 - abs(step) * 0.15
        tone = lighter("#c4742a", 0.09 * (3 - abs(step)))
        outer = "M-88-90Q-80-126 0-128T88-90L60 66Q0 104-60 66Z"
        glow = line("M-40-84q34-22 62-14", "#fff", 11, opacity=0.3)
        shell = solid(outer, tone, glow, dx=-22 * (1 if step < 1 else -1), depth=0.24)
        spot = (400 + 190 * sin(angle), 660 - 160 * cos(angle))
        parts.append(placed(shell, x=spot[0], y=spot[1], turn=step * 27, scale=round(size, 2)))
    return saucer("#f4f6fa", 280) + placed(*parts, x=0, y=6)


def _plait() -> str:
    seeds = line("M-26-16h.1M0 12h.1M22-22h.1M-4-40h.1M8 42h.1", "#fff1cf", 8)
    upper = tag("g", solid(disc(0, 0, 54, 98), "#d08a3c", seeds, dx=-16, dy=-14, depth=0.3), id="upper")
    lower = tag("g", solid(disc(0, 0, 54, 98), "#dc9a4a", seeds, dx=-18, dy=8, depth=0.3), id="lower")
    parts: list[str] = []
    for i in range(15):
        size = round(0.5 + 0.5 * sin(pi * (i + 1) / 16), 2)
        side = -1 if i % 2 else 1
        strand_ = tag("use", href="#lower" if side > 0 else "#upper")
        parts.append(
            placed(
                strand_, x=132 + 38 * i, y=552 - 24 * (size - 0.5) + 37 * side * size, turn=-50 * side, scale=size
            )
        )
    return board("#8a5a36", 310) + tag("defs", upper, lower) + "".join(parts)


PICTURES = {
    "millers-moon-sourdough": Picture("#c9d6ea", _sourdough(), 280, lift=80),
    "tall-tale-baguettes": Picture("#c0d9f0", _baguette(), 140),
    "picnic-blanket-loaf": Picture("#c8e3c6", _sandwich(), 0, lift=80),
    "knot-a-worry-pretzel": Picture("#f6dc9c", _pretzel(), 190, lift=40),
    "crescent-street-croissant": Picture("#bfe0e6", _croissant(), 270, lift=100),
    "sunday-plait": Picture("#f3cdb6", _plait(), 310, lift=90),
}
