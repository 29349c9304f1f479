"""The cheeses: wedges, wheels, a log and a block, all on boards."""

from math import cos, pi, sin

from pictures.colour import darker, lighter
from pictures.garnish import leaves
from pictures.scene import Picture
from pictures.shapes import Point, disc, rounded, slab
from pictures.svg import circle, ellipse, group, inside, line, path, placed, solid
from pictures.tableware import board


def _moonhole() -> str:
    yellow = "#f8c63d"
    top = rounded((136, 500, 10), (520, 330, 30), (660, 440, 14))
    front = rounded((136, 496, 8), (660, 436, 8), (660, 632, 16), (136, 632, 16))
    dents = "".join(
        ellipse(x, y, r, r * 0.94, "#d89a1e") + ellipse(x + r * 0.18, y + r * 0.1, r * 0.8, r * 0.8, "#e8ae2b")
        for x, y, r in (
            (250, 566, 42),
            (400, 520, 30),
            (378, 606, 26),
            (520, 568, 50),
            (620, 500, 26),
            (168, 626, 24),
        )
    )
    pits = "".join(
        ellipse(x, y, r, r * 0.42, "#eebf54") for x, y, r in ((440, 420, 34), (548, 408, 26), (330, 460, 22))
    )
    return board() + solid(front, yellow, dents, dx=-20, depth=0.1) + solid(top, "#fde08a", pits, dx=0)


def _sector(first: float, last: float, rx: float, ry: float) -> tuple[Point, Point]:
    start, end = first * pi / 180, last * pi / 180
    return (rx * cos(start), ry * sin(start)), (rx * cos(end), ry * sin(end))


def wheel(rind: str, paste: str, floor: str, rx: float, ry: float, height: float, *art: str) -> str:
    """Draw a wheel of cheese around the middle of its top, a piece cut out in front."""
    (ax, ay), (bx, by) = _sector(112, 52, rx, ry)
    h = height
    side = f"M{-rx:g} 0v{h:g}a{rx:g} {ry:g} 0 0 0 {2 * rx:g} 0v{-h:g}Z"
    notch = f"M0 0L{ax:.0f} {ay:.0f}V{ay + h + 30:.0f}H{bx:.0f}V{by:.0f}Z"
    left = f"M0 0L{ax:.0f} {ay:.0f}v{h:g}L0 {h:g}Z"
    right = f"M0 0L{bx:.0f} {by:.0f}v{h:g}L0 {h:g}Z"
    edge = line(f"M{ax:.0f} {ay:.0f}v{h:g}M{bx:.0f} {by:.0f}v{h:g}", rind, 9)
    return (
        solid(side, darker(rind, 0.1), dx=-60)
        + ellipse(0, 0, rx, ry, rind)
        + group(*art)
        + inside(side + disc(0, 0, rx, ry), path(notch, floor))
        + path(left, darker(paste, 0.12))
        + path(right, paste)
        + edge
    )


def _brie() -> str:
    bloom = line("M-150-16h40M-90 22h50M20-40h60M90-8h50M-60-44h30", "#f1e6d2", 9)
    round_ = wheel("#fff9ee", "#f9e3a4", "#b9794a", 214, 74, 112, bloom)
    fig = solid(disc(0, 0, 40, 44), "#7a4a78", line("M-4-40v-16", "#5d7a3f", 9), dx=-14)
    piece = solid(
        rounded((-96, -70, 4), (66, -70, 10), (86, -8, 10), (86, 0, 6), (-96, 0, 4)),
        "#f9e3a4",
        path("M-96-82H110V-52H-96Z", "#fff9ee"),
        dx=-12,
    )
    return (
        board("#b9794a", 290)
        + placed(round_, x=372, y=486)
        + placed(piece, x=598, y=640)
        + placed(fig, x=196, y=612)
    )


def _veins(d: str, colour: str) -> str:
    return path(d, colour, stroke=colour, stroke_width=15, stroke_linejoin="round")


def _blue() -> str:
    top = rounded((150, 452, 10), (300, 340, 24), (650, 470, 10))
    front = rounded((150, 446, 8), (650, 466, 8), (650, 632, 14), (150, 632, 14))
    veins = (
        _veins(
            "M186 500l26-14 30 12 6 16-36 4zM330 548l40-8 22 20-14 18-34-6zM500 512l34 4 20 18-28 10-30-14z"
            "M226 590l34-8 18 18-30 10zM586 584l26-10 16 16-20 18-24-6z",
            "#4a6f9c",
        )
        + _veins(
            "M270 522l22-16 26 8-4 16-26 4zM420 500l26-6 12 14-24 12zM424 592l30-16 28 14-12 18-34 2z"
            "M176 560l20-10 18 14-16 16zM580 508l30 6 6 14-26 4z",
            "#6d93bb",
        )
        + line(
            "M250 490l20 24M318 572l-30 18M398 560l30 18M460 508l36 8M540 552l40 22M214 566l20 14", "#6d93bb", 6
        )
        + line("M170 606h.1M318 616h.1M520 604h.1M390 512h.1M640 550h.1M250 556h.1", "#4a6f9c", 13)
    )
    marks = _veins(
        "M286 398l30-8 24 10-26 8zM390 434l40-4 20 10-34 6zM250 430l18-6 12 8-18 4zM520 456l30 2-8 6z", "#9db8d4"
    )
    bits = line("M-30 0q14-20 28-4t30-4M-20 14q14-10 24 0", "#84552b", 5)
    walnut = solid(disc(0, 0, 38, 32), "#b07a45", bits, dx=-10)
    return (
        board("#6f5a4e", 270)
        + solid(front, "#f4efdc", veins, dx=-24, depth=0.12)
        + solid(top, "#fffaf0", marks, dx=0)
        + placed(walnut, x=606, y=606)
        + placed(walnut, x=664, y=618, turn=40)
    )


def _crimson() -> str:
    shine = line("M-170-6q30-44 110-52", "#fff", 12, opacity=0.5)
    round_ = wheel("#cf3140", "#fbd56a", "#c98d55", 204, 66, 138, shine)
    wedge = solid("M-84 0L70 0 70-92Z", "#fbd56a", line("M66-92V0", "#cf3140", 18), dx=-10)
    return board("#c98d55", 280) + placed(round_, x=364, y=446) + placed(wedge, x=590, y=634)


def _goat() -> str:
    ash, cream, specks = "#8b8f98", "#fffaf0", "#5c606b"
    crust = "".join(
        line("".join(f"M{x + 28 * (row % 2)} {486 + row * 28}h.1" for x in range(240, 640, 56)), tone, 11)
        for row, tone in enumerate((specks, "#b9bcc4", specks, "#d9768a", specks, "#b9bcc4"))
    )
    crumb = line("M-28-14h.1M12 30h.1M26-24h.1M-14-44h.1M-4 2h.1", "#eadfc8", 10)
    disc_ = circle(0, 0, 80, specks) + circle(0, 0, 68, cream) + crumb
    log = solid(slab(222, 470, 420, 164, 82), ash, crust, dx=0, dy=-30)
    face = placed(disc_, x=300, y=552)
    slices = placed(disc_, x=214, y=578, scale=0.7) + placed(disc_, x=166, y=582, scale=0.66)
    sprig = placed(leaves(5, 86, "#7d9a6a", 30), x=640, y=636, turn=20)
    return board("#a8703f", 310) + sprig + log + face + slices


def _cheddar() -> str:
    orange, wax = "#f2952e", "#4a2b1c"
    front = rounded((214, 446, 6), (560, 446, 6), (560, 632, 8), (214, 632, 8))
    side = rounded((560, 446, 4), (652, 396, 6), (652, 632, 8), (560, 632, 8))
    top = rounded((214, 446, 6), (306, 396, 6), (652, 396, 6), (560, 446, 6))
    rind = path("M214 446H560L652 396V414L560 466H214Z", wax)
    cracks = line("M300 530q34 12 66-8M420 590q30-18 66-8M470 510q20 6 40-8", darker(orange, 0.14), 6)
    cubes = "".join(
        placed(
            solid(slab(-34, -68, 68, 68, 8), tone, dx=-14)
            + path("M-34-64l18-18h68l-18 18Z", lighter(tone, 0.35))
            + path("M34-64l18-18v64l-18 18Z", darker(tone, 0.2)),
            x=x,
            y=y,
        )
        for x, y, tone in ((226, 634, "#f7a94a"), (144, 636, orange))
    )
    flag = line("M234 560V440", "#8a5a2e", 6) + path("M236 440h64l-18 22 18 22h-64Z", "#4a7fb0")
    block = solid(front, orange, cracks, dx=0) + path(side, darker(orange, 0.16)) + path(top, "#5f3826") + rind
    return board("#8fa3a0", 300) + block + cubes + flag


PICTURES = {
    "moonhole-alpine": Picture("#bcd9ea", _moonhole(), 250, lift=90),
    "velvet-barn-brie": Picture("#d5dfb4", _brie(), 290, lift=90),
    "blue-attic": Picture("#e7cfc0", _blue(), 270, lift=90),
    "crimson-coat-gouda": Picture("#c9e3d4", _crimson(), 280, lift=90),
    "hillside-goat-log": Picture("#f1dcae", _goat(), 310, lift=120),
    "old-clock-cheddar": Picture("#cfd2ee", _cheddar(), 300, lift=90),
}
