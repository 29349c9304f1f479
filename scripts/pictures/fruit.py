"""The fruit: apples, pears, lemons, berries, melon."""

from pictures.colour import darker, lighter
from pictures.garnish import CREAM, LEAF, berry, citrus
from pictures.scene import Picture
from pictures.shapes import leaf, rounded, smooth
from pictures.svg import circle, ellipse, group, line, path, placed, solid, tag


def _leaf(length: float, turn: float) -> str:
    vein = line(f"M0-8V{-length * 0.75:g}", lighter(LEAF, 0.35), 4)
    return placed(solid(leaf(length, length * 0.6), LEAF, dx=-8) + vein, x=0, y=0, turn=turn)


def _apple(colour: str, blush: str) -> str:
    d = smooth(
        (0, -236),
        (70, -262),
        (146, -226),
        (158, -128),
        (112, -30),
        (48, 0),
        (0, -12),
        (-48, 0),
        (-112, -30),
        (-158, -128),
        (-146, -226),
        (-70, -262),
    )
    cheek = ellipse(-60, -120, 84, 96, blush, opacity=0.6)
    shine = line("M-112-150q4-50 42-68", "#fff", 16, opacity=0.6)
    dip = path("M-56-252q56 40 112 0q-56 22-112 0Z", darker(colour, 0.3))
    return solid(d, colour, cheek, shine, dip, dx=-36, dy=-10) + line("M0-232q-4-44 24-74", "#7a4a2c", 13)


def _apples() -> str:
    back = placed(_apple("#a9c94a", "#e8d96a"), x=512, y=656, scale=0.78)
    front = placed(_apple("#d9364a", "#f0745a"), x=344, y=660)
    return back + front + placed(_leaf(110, 62), x=356, y=388)


def _pear(colour: str) -> str:
    d = smooth(
        (0, -372),
        (52, -340),
        (70, -250),
        (132, -140),
        (120, -40),
        (48, 0),
        (-48, 0),
        (-120, -40),
        (-132, -140),
        (-70, -250),
        (-52, -340),
    )
    freckles = line(
        "M-30-60h.1M20-100h.1M-60-110h.1M60-50h.1M10-180h.1M-20-250h.1M0-30h.1M50-150h.1M24-290h.1",
        darker(colour, 0.2),
        8,
    )
    shine = line("M-92-120q4-40 32-74", "#fff", 15, opacity=0.6)
    return solid(d, colour, freckles, shine, dx=-30) + line("M0-366q2-34 22-50", "#7a4a2c", 13)


def _pears() -> str:
    back = placed(_pear("#9dba4e"), x=508, y=654, turn=9, scale=0.9)
    front = placed(_pear("#ecc23f"), x=330, y=660, turn=-5)
    return back + front + placed(_leaf(96, 70), x=300, y=294)


def _lemons() -> str:
    d = smooth(
        (-176, 0),
        (-140, -30),
        (-84, -96),
        (0, -118),
        (88, -94),
        (142, -36),
        (178, -6),
        (142, 32),
        (84, 96),
        (0, 118),
        (-88, 94),
        (-140, 34),
    )
    pores = line("M-40-50h.1M20-70h.1M60-20h.1M-70 10h.1M0 10h.1M40 50h.1M-30 64h.1M90 20h.1", "#dba51f", 7)
    shine = line("M-96-34q28-42 74-50", "#fff", 15, opacity=0.7)
    whole = solid(d, "#f8cf3a", pores, shine, dx=-26, dy=-16)
    half = circle(0, 0, 118, "#e9b226") + placed(citrus(113, "#f8d24a", "#fbe58a", 9), x=-7, y=-3)
    twig = placed(_leaf(136, 8), x=486, y=462) + placed(_leaf(120, 62), x=486, y=462)
    return twig + placed(whole, x=330, y=536, turn=-24) + placed(half, x=516, y=542)


def _blueberries() -> str:
    tones = ("#4a5fa8", "#3f5296", "#5b71bd")
    kinds = "".join(tag("g", berry(46, tone), id=f"berry{i}") for i, tone in enumerate(tones))
    spots = (
        (270, 392),
        (360, 384),
        (452, 386),
        (540, 394),
        (316, 334),
        (408, 322),
        (496, 336),
        (364, 276),
        (450, 274),
    )
    heap = "".join(tag("use", href=f"#berry{i % 3}", x=x, y=y) for i, (x, y) in enumerate(spots))
    bowl = "M200 400H600C600 540 540 640 470 640H330C260 640 200 540 200 400Z"
    stripes = path("M150 452H650V474H150ZM150 500H650V510H150Z", "#fff6e0")
    foot = solid(rounded((330, 632, 4), (470, 632, 4), (486, 658, 6), (314, 658, 6)), "#d9822b", dx=-20)
    stray = placed(tag("use", href="#berry0"), x=636, y=624, scale=0.8) + placed(
        tag("use", href="#berry2"), x=164, y=630, scale=0.7
    )
    twig = placed(_leaf(88, -50), x=330, y=268) + placed(_leaf(78, 40), x=486, y=262)
    depth = path("M236 410L330 290H480L566 410Z", "#33437d")
    return tag("defs", kinds) + twig + depth + heap + foot + solid(bowl, "#ef9a3c", stripes, dx=-40) + stray


def _watermelon() -> str:
    slice_ = "M-270-40A270 270 0 0 0 270-40Z"
    rind = solid(slice_, "#2f8f5b", dx=0, dy=-10)
    pale = group(path(slice_, CREAM), transform="translate(0 -5) scale(.92 .91)")
    flesh = group(solid(slice_, "#ee4a5b", dx=-30, depth=0.1), transform="translate(0 -9) scale(.86 .83)")
    seeds = "".join(
        placed(path("M0-13q13 16 0 24q-13-8 0-24Z", "#43212b"), x=x, y=y, turn=turn)
        for x, y, turn in (
            (-150, 10, 30),
            (-70, 24, 14),
            (10, 10, 0),
            (90, 26, -14),
            (160, 4, -30),
            (-106, 84, 24),
            (-24, 98, 6),
            (60, 100, -10),
            (20, 160, 0),
            (130, 84, -26),
        )
    )
    return placed(rind + pale + flesh + seeds, x=400, y=420, turn=-9)


PICTURES = {
    "blush-valley-apples": Picture("#cfe6c0", _apples(), 220, lift=40),
    "bell-tower-pears": Picture("#f3cfc4", _pears(), 210, lift=10),
    "sunny-side-lemons": Picture("#b8dcec", _lemons(), 250, lift=70),
    "wild-hedge-blueberries": Picture("#f7e0a8", _blueberries(), 210, lift=40),
    "picnic-slice-watermelon": Picture("#c2e8dc", _watermelon(), 180, lift=70),
}
