"""The chocolates: bars, pralines, truffles and a hot cup."""

from pictures.colour import darker, lighter
from pictures.garnish import candy_heart, raspberry, steam
from pictures.scene import Picture
from pictures.shapes import drop, rounded, slab, turned
from pictures.svg import box, circle, group, inside, line, path, placed, solid, tag
from pictures.tableware import mug, saucer


def tablet(colour: str, columns: int, rows: int, size: float = 92) -> str:
    """Draw a bar of squares, its middle at the origin."""
    left, top = -columns * size / 2, -rows * size / 2
    corners = [(left + size * c, top + size * r) for c in range(columns) for r in range(rows)]
    side = size - 34
    squares = "".join(f"M{x + 17:g} {y + 17:g}h{side:g}v{side:g}h-{side:g}z" for x, y in corners)
    glints = "".join(f"M{x + 22:g} {y + 22:g}h{size * 0.3:g}" for x, y in corners)
    raised, light = lighter(colour, 0.12), lighter(colour, 0.35)
    relief = path(squares, raised, stroke=raised, stroke_width=16, stroke_linejoin="round")
    return solid(slab(left, top, columns * size, rows * size, 12), colour, relief, line(glints, light, 6), dx=-12)


def _dark() -> str:
    sleeve = solid(
        slab(-152, -4, 304, 262, 10),
        "#27365e",
        path("M-152 40H152V62H-152Z", "#e8b93c"),
        circle(0, 150, 66, "#e8b93c"),
        circle(26, 136, 56, "#27365e"),
        path(
            "".join(
                f"M{x} {y}l5 11 11 5-11 5-5 11-5-11-11-5 11-5Z" for x, y in ((-100, 96), (96, 196), (-90, 206))
            ),
            "#fff1b8",
        ),
        dx=-30,
    )
    foil = path("M-148 0L-160-44-128-26-104-62-70-28-40-66-6-30 30-64 62-28 96-60 124-26 160-48 148 4Z", "#d9dfe4")
    bar = placed(tablet("#4a2a20", 3, 3, 94), x=0, y=-130)
    shade = path(slab(-140, -250, 310, 530, 14), "#2b1733", opacity=0.13)
    return placed(placed(shade, x=6, y=10) + bar + foil + sleeve, x=400, y=400, turn=11)


def _white() -> str:
    bits = "".join(
        line("".join(f"M{x} {y}l{12 - i * 5} 9" for x, y in spots), tone, 17)
        for i, (tone, spots) in enumerate(
            {
                "#d83a68": ((-96, -170), (90, -120), (60, -10), (-50, 50), (84, 190), (-30, 196)),
                "#e8688b": ((10, -190), (-100, -40), (96, 80), (20, 130)),
                "#b3224c": ((-30, -96), (-104, 140), (16, 40), (-20, -140)),
            }.items()
        )
    )
    bar = tag("defs", tag("g", tablet("#ecd5a6", 3, 5, 92), bits, id="bar"))
    upper = "M-200-300H200V-20L130 12 60-26-10 14-80-22-200 20Z"
    lower = "M-200 20L-80-22-10 14 60-26 130 12 200-20V300H-200Z"
    shade = path(slab(-130, -222, 290, 470, 14), "#2b1733", opacity=0.12)
    one = tag("use", href="#bar")
    halves = placed(inside(upper, one), x=0, y=-26, turn=-3) + placed(inside(lower, one), x=10, y=24, turn=5)
    fruit = placed(raspberry(104), x=596, y=664, turn=8) + placed(raspberry(84, "#c22a57"), x=204, y=250, turn=-18)
    return bar + placed(shade + halves, x=396, y=396, turn=-12) + fruit


def _praline(colour: str, paper: str, top: str) -> str:
    folds = path("".join(f"M{x} -70h13l-2 70h-10Z" for x in range(-92, 92, 28)), darker(paper, 0.14))
    case = solid(turned((100, -72, 4), (76, 0, 10), axis=0), paper, folds, dx=-18)
    shell = solid(
        rounded((-90, -60, 10), (-78, -150, 70), (78, -150, 70), (90, -60, 10)),
        colour,
        line("M-58-116q14-22 36-26", lighter(colour, 0.5), 9),
        dx=-22,
    )
    return shell + case + placed(top, x=0, y=-148)


def _hazelnut() -> str:
    nut = solid(drop(74, 70), "#c98d4f", path("M-40-22H40V4H-40Z", "#e6c089"), dx=-14)
    drizzle = line("M-50 22l24-18 24 26 24-26 26 22", "#f6e6c4", 9)
    heart_ = placed(candy_heart(54, "#d83a68"), x=0, y=14)
    back = placed(_praline("#7a4630", "#e8b93c", drizzle), x=400, y=528)
    left = placed(_praline("#5a3022", "#d9523f", placed(nut, x=0, y=26)), x=290, y=660)
    right = placed(_praline("#f0ddb8", "#5b8c8a", heart_), x=510, y=660)
    return placed(back + left + right, x=-72, y=-118.8, scale=1.18)


def _bow(colour: str) -> str:
    hollow = path("M20-6C50-40 84-40 84-12C80 14 50 14 20-6Z", darker(colour, 0.25))
    loop = solid("M0 0C20-70 120-80 112-10C110 50 40 40 0 0Z", colour, hollow, dx=-10)
    tail = path("M0 0L30 96 8 86-10 104-20 0Z", darker(colour, 0.12))
    tails = placed(tail, x=0, y=0, turn=-24) + placed(tail, x=0, y=0, turn=30)
    return tails + loop + group(loop, transform="scale(-1 1)") + circle(0, 0, 21, lighter(colour, 0.25))


def _truffles() -> str:
    kinds = (
        ("#5a3022", "#a87a5c"),
        ("#f3e0bd", "#c9a26a"),
        ("#7a4630", "#e0a870"),
        ("#4a2a20", "#e8688b"),
        ("#8a5236", "#f3e0bd"),
        ("#e9a5b4", "#ffffff"),
        ("#7a4630", "#e8b93c"),
        ("#4a2a20", "#a87a5c"),
        ("#c9b27a", "#7d9a3e"),
    )
    marks = tag("path", d="M-26-6l18-22M-10 8l30-34M8 20l20-24", fill="none", stroke_width=8, id="marks")
    balls = "".join(
        placed(
            circle(0, 0, 61, "#8f2f45")
            + circle(0, 0, 51, darker(fill, 0.25))
            + circle(-5, -4, 45, fill)
            + tag("use", href="#marks", stroke=mark, stroke_linecap="round"),
            x=(i % 3 - 1) * 130,
            y=(i // 3 - 1) * 130,
        )
        for i, (fill, mark) in enumerate(kinds)
    )
    tray = solid(slab(-214, -214, 428, 428, 40), "#c04a63", dx=-14, dy=-10)
    floor = box(-196, -196, 392, 392, "#74243a", 28)
    shade = path(slab(-200, -194, 432, 432, 44), "#2b1733", opacity=0.14)
    bow = placed(_bow("#f4b942"), x=196, y=-196, turn=40)
    return placed(tag("defs", marks) + shade + tray + floor + balls + bow, x=392, y=410, turn=-8)


def _cocoa() -> str:
    knit = line("".join(f"M250 {y}" + "l20 18l20-18" * 8 for y in (486, 520, 554)), "#fff1e0", 9)
    raft = "".join(
        placed(solid(slab(-40, -34, 80, 64, 18), tone, dx=-14, depth=0.1), x=x, y=y, turn=turn)
        for x, y, turn, tone in (
            (352, 316, -14, "#ffffff"),
            (446, 318, 12, "#fde3e8"),
            (400, 284, 6, "#ffffff"),
        )
    )
    cane = line("M486 320V214c0-56 72-56 72 0", "#ffffff", 24) + line(
        "M486 320V214c0-56 72-56 72 0", "#d9344a", 23, stroke_dasharray="1 46"
    )
    back = mug("#c8434a", "#5a3022", knit)
    lip = path("M276 334a124 15 0 0 0 248 0l-6 10a124 12 0 0 1-236 0Z", "#5a3022")
    return steam(340, 250, count=2) + saucer("#5b98a5", 214) + back + group(cane, raft, lip)


PICTURES = {
    "quiet-evening-dark": Picture("#c9c4e6", _dark(), 0, lift=6),
    "snowfall-raspberry-white": Picture("#f7c9d4", _white(), 0, lift=6),
    "hazelnut-hideaway": Picture("#f4dfa8", _hazelnut(), 230, lift=10),
    "velvet-marble-truffles": Picture("#bfdfd2", _truffles(), 0, lift=6),
    "marshmallow-raft-cocoa": Picture("#b9dbe0", _cocoa(), 210, lift=10),
}
