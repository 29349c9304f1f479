"""What cupcakes are made of: paper cases below, cake, frosting on top."""

from pictures.colour import darker, lighter
from pictures.shapes import Point, disc, drop, rounded, slab, turned
from pictures.svg import box, circle, ellipse, line, number, path, placed, solid, tag

TOP, FOOT = 452, 655
CASE = turned((170, TOP, 6), (128, FOOT, 22))


def _fan(x: float, width: float) -> str:
    """Outline one strip of the case, narrower at its foot."""
    foot = 128 / 170
    left, right = x - width / 2, x + width / 2
    corners = ((left, TOP - 4), (right, TOP - 4), (right * foot, FOOT), (left * foot, FOOT))
    return "M" + "L".join(f"{number(400 + cx)} {cy}" for cx, cy in corners) + "Z"


def pleated(colour: str, fold: str = "", folds: int = 9) -> str:
    """Draw a case with folds, or with stripes where `fold` is another colour."""
    step = 340 / folds
    strips = "".join(_fan(-170 + step * (i + 0.5), step * 0.5) for i in range(folds))
    paint = fold or darker(colour, 0.14)
    return solid(CASE, colour, path(strips, paint)) + _shade()


def dotted(colour: str, dot: str) -> str:
    """Draw a case with dots."""
    rows = "".join(f"M{200 + 34 * (row % 2)} {492 + 48 * row}h400" for row in range(4))
    return solid(CASE, colour, line(rows, dot, 27, stroke_dasharray="0 68"))


def banded(colour: str, band: str, accent: str) -> str:
    """Draw a case with a zigzag band."""
    zigzag = "M220 576" + "l20-34l20 34" * 9
    belt = box(200, 520, 400, 78, band)
    return solid(CASE, colour, belt, line(zigzag, accent, 9))


def petalled(colour: str) -> str:
    """Draw a case of folded paper whose tips stand up like a tulip, in front of the frosting."""
    back = rounded(
        (228, 470, 0),
        (262, 398, 4),
        (330, 460, 0),
        (400, 404, 4),
        (470, 460, 0),
        (538, 398, 4),
        (572, 470, 0),
        (500, 560, 0),
        (300, 560, 0),
    )
    front = rounded(
        (204, 416, 4),
        (266, 478, 30),
        (332, 396, 4),
        (400, 486, 30),
        (468, 396, 4),
        (534, 478, 30),
        (596, 416, 4),
        (528, 655, 22),
        (272, 655, 22),
    )
    crease = line("M266 486L292 650M400 494V650M534 486L508 650", darker(colour, 0.16), 5)
    return path(back, darker(colour, 0.2)) + solid(front, colour, crease)


def _shade() -> str:
    return path("M230 452h340l-2 14h-336Z", "#2b1733", opacity=0.12)


def cake(colour: str) -> str:
    """Draw the rim of cake between case and frosting."""
    return solid(slab(222, 420, 356, 48, 22), colour)


def swirl(colour: str, second: str = "", *, ridges: bool = False) -> str:
    """Draw frosting piped in rings, each smaller than the one below."""
    rings = ((410, 188, 80), (346, 152, 74), (288, 112, 66), (240, 68, 54))
    layers: list[str] = []
    for i, (y, half, height) in enumerate(rings):
        tone = second if second and i % 2 else colour
        marks = ""
        if ridges:
            marks = line(
                "".join(
                    f"M{x:g} {-height / 2:g}q-26 {height / 2:g} 6 {height:g}" for x in range(-half + 34, half, 38)
                ),
                darker(tone, 0.13),
                6,
            )
        pill = slab(-half, -height / 2, 2 * half, height, height / 2)
        layers.append(placed(solid(pill, tone, marks, dx=-22, dy=-9), x=400, y=y, turn=-5))
    tip = placed(solid(drop(92, 74), colour, dx=-12), x=400, y=244, turn=6)
    return layers[0] + layers[1] + layers[2] + tip + layers[3]


def _scalloped_dome(left: float, right: float, y: float, top: float, lobes: int) -> str:
    step = (right - left) / lobes
    r = number(step / 2)
    lift = number(top - (y - top) * 0.12)
    edge = f"a{r} {number(step * 0.46)} 0 0 1 {number(-step)} 0" * lobes
    return (
        f"M{left:g} {y:g}C{left:g} {number(y - (y - top) * 0.75)} {number(left + 70)} {lift} 400 {lift}"
        f"S{right:g} {number(y - (y - top) * 0.75)} {right:g} {y:g}{edge}Z"
    )


def dome(colour: str, *details: str, lobes: int = 6, top: float = 236) -> str:
    """Draw a smooth hill of frosting with a round-edged hem."""
    shine = line(f"M262 {top + 128:g}q24-74 92-98", "#fff", 16, opacity=0.55)
    hill = _scalloped_dome(212, 588, 420, top, lobes)
    return solid(hill, colour, *details, shine, dx=-30, dy=-8)


def rosettes(colours: tuple[str, str]) -> str:
    """Draw frosting piped as roses, one row on the other."""
    curl = "M26 4a28 28 0 1 1-20-28a20 20 0 1 1-12 34a12 12 0 1 1 6-18"
    roses = "".join(
        tag("g", solid(disc(0, 0, 57), tone, line(curl, darker(tone, 0.18), 6), dx=-14, dy=-6), id=f"rose{i}")
        for i, tone in enumerate(colours)
    )
    uses = "".join(
        tag("use", href=f"#rose{(k + count) % 2}", x=400 + (k - (count - 1) / 2) * 94, y=y)
        for count, y in ((4, 402), (3, 336), (2, 272), (1, 222))
        for k in range(count)
    )
    return tag("defs", roses) + uses


def meringue(colour: str, toast: str) -> str:
    """Draw peaks of meringue, browned at their tips."""
    tips = circle(0, -126, 36, toast) + circle(0, -126, 21, darker(toast, 0.25))
    peak = tag("g", solid(drop(126, 112), colour, tips, dx=-14), id="peak")
    rows = ((2, 328, 88), (3, 376, 96), (4, 424, 92), (3, 456, 104))
    uses = "".join(
        tag("use", href="#peak", x=400 + (k - (count - 1) / 2) * step, y=y)
        for count, y, step in rows
        for k in range(count)
    )
    return tag("defs", peak) + uses


def sauce(colour: str, top: float = 236) -> str:
    """Draw sauce that runs down over a dome whose summit is at `top`."""
    d = (
        f"M400 {top - 24:g}C500 {top - 24:g} 572 {top + 60:g} 576 {top + 120:g}"
        "c0 34-38 34-40 0c-4-26-34-26-36 2v62c0 28-42 28-42 0v-46c-2-26-38-26-40 0v20"
        "c-2 28-40 28-42 0v-36c-2-28-36-26-38 0v72c0 30-42 30-42 0v-70c-2-26-32-26-34 0c-2 34-38 34-38-2"
        f"C226 {top + 60:g} 300 {top - 24:g} 400 {top - 24:g}Z"
    )
    shine = line(f"M276 {top + 84:g}q28-52 84-70", lighter(colour, 0.5), 12)
    return solid(d, colour, shine, dx=-24, dy=-6)


def scatter(points: list[Point], r: float, colour: str) -> str:
    """Draw dots on the points."""
    return path("".join(disc(x, y, r) for x, y in points), colour)


def candle(colour: str, stripe: str) -> str:
    """Draw a burning candle that stands on the origin."""
    wax = solid(
        slab(-13, -104, 26, 112, 6), colour, line("M-20-20l40-18m-40-14l40-18m-40-14l40-18", stripe, 9), dx=-8
    )
    flame = placed(path(drop(52, 32), "#f6a02d"), x=0, y=-112)
    core = placed(path(drop(28, 17), "#fff1b8"), x=0, y=-114)
    return wax + line("M0-104v-12", "#5b4a4a", 5) + flame + core


def carrot(length: float = 120) -> str:
    """Draw a sugar carrot whose tip points down, its shoulders at the origin."""
    body = f"M-34 0C-34-26 34-26 34 0C30 50 12 90 0 {length:g}C-12 90-30 50-34 0Z"
    rings = line("M-30 22h22M30 40h-20M-20 62h16M14 82h-10", "#cf5f14", 5)
    green = "".join(
        placed(path(drop(62, 26), tone), x=0, y=-14, turn=turn)
        for turn, tone in ((-34, "#4f9a4c"), (34, "#4f9a4c"), (0, "#69b560"))
    )
    return green + solid(body, "#f07f24", rings, dx=-12)


def cloud(colour: str) -> str:
    """Draw a sugar cloud around the origin."""
    d = disc(-34, 6, 26) + disc(2, -14, 36) + disc(38, 6, 26) + slab(-52, 4, 108, 30, 15)
    return solid(d, colour, dx=-12, dy=-6) + ellipse(-14, -26, 9, 6, "#fff")


def crumbs(colour: str, points: list[Point], size: float = 15) -> str:
    """Draw chopped nuts or chocolate."""
    nibs = "".join(
        f"M{number(x)} {number(y)}l{size:g}-{size * 0.5:g} {size * 0.5:g} {size:g}-{size:g} {size * 0.4:g}Z"
        for x, y in points
    )
    return path(nibs, colour)
