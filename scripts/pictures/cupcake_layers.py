"""The parts of a cupcake of one's own: each a picture by itself, and laid over one another a cupcake."""

from pictures.cupcake import PARTY, SLOPE
from pictures.cupcake_parts import banded, cake, crumbs, dome, dotted, pleated, sauce, swirl
from pictures.garnish import cherry, sprinkles
from pictures.scene import Layer
from pictures.svg import circle, ellipse, line, path, placed, solid

BUN = "M224 448C214 372 300 336 400 336S586 372 576 448Z"
SEEDS = [(x + 14, y - 6) for x, y in SLOPE]


def _bun(colour: str, *details: str) -> str:
    """Draw the cake that has risen out of its case."""
    shadow = ellipse(400, 658, 164, 13, "#2b1733", opacity=0.16)
    return shadow + solid(BUN, colour, *details, dx=-30, dy=-10) + cake(colour)


def body_vanilla() -> str:
    """Draw a pale cake in a striped case."""
    return _bun("#f0cf8f") + pleated("#8ecbe8", "#f4fbff")


def body_chocolate() -> str:
    """Draw a dark cake with chips in a dotted case."""
    chips = crumbs("#2f1914", [(290, 412), (344, 384), (398, 404), (450, 376), (500, 410)])
    return _bun("#5f3527", chips) + dotted("#e4526d", "#ffe3e8")


def body_carrot() -> str:
    """Draw a cake with flecks of carrot in a case with a zigzag band."""
    flecks = crumbs("#f08a2c", [(282, 416), (332, 388), (384, 402), (434, 372), (486, 404), (522, 426)])
    return _bun("#c9853f", flecks) + banded("#ffc27a", "#7fb069", "#fff")


def frosting_vanilla() -> str:
    """Draw rings of cream."""
    return swirl("#fff3d6")


def frosting_chocolate() -> str:
    """Draw a hill of chocolate cream with sauce running down."""
    return dome("#9a6244", lobes=8) + sauce("#4c2a20")


def frosting_strawberry() -> str:
    """Draw a pink hill with seeds."""
    seeds = "".join(ellipse(x, y, 3.5, 6, "#fff3c4") for x, y in SEEDS)
    return dome("#f58aa4", seeds)


def frosting_neon() -> str:
    """Draw rings in colours that no fruit has."""
    return swirl("#2fe3d3", "#ff4fb0", ridges=True)


def topping_sprinkles() -> str:
    """Scatter sugar sticks all over the frosting."""
    more = [(372, 256), (428, 250), (252, 408), (548, 406), (360, 394), (430, 392), (312, 376), (494, 372)]
    sticks = ((x / 1.5, y / 1.5) for x, y in (*SLOPE, *more))
    return placed(sprinkles("own", list(sticks), (*PARTY, "#ffffff")), x=0, y=0, scale=1.5)


def topping_cherry() -> str:
    """Put a cherry on top."""
    return placed(cherry(46), x=400, y=244)


def topping_flag() -> str:
    """Stick a small flag into it."""
    cloth = "M404 88C436 70 462 112 508 92L492 128 514 160C468 182 440 138 404 158Z"
    stripe = path("M404 112C440 94 464 138 500 118L496 136C462 152 440 120 404 138Z", "#fff")
    pole = line("M400 250V78", "#a8793f", 9) + circle(400, 74, 11, "#f6b93b")
    return pole + solid(cloth, "#2a9d76", stripe, dx=-12)


LAYERS = {
    "body-vanilla": Layer("Vanilla cake", body_vanilla(), (180, 280, 440)),
    "body-chocolate": Layer("Chocolate cake", body_chocolate(), (180, 280, 440)),
    "body-carrot": Layer("Carrot cake", body_carrot(), (180, 280, 440)),
    "frosting-vanilla": Layer("Vanilla frosting", frosting_vanilla(), (170, 74, 460)),
    "frosting-chocolate": Layer("Chocolate frosting", frosting_chocolate(), (170, 94, 460)),
    "frosting-strawberry": Layer("Strawberry frosting", frosting_strawberry(), (170, 94, 460)),
    "frosting-neon": Layer("Neon frosting", frosting_neon(), (170, 74, 460)),
    "topping-sprinkles": Layer("Sprinkles", topping_sprinkles(), (228, 166, 346)),
    "topping-cherry": Layer("A cherry", topping_cherry(), (292, 34, 224)),
    "topping-flag": Layer("A flag", topping_flag(), (342, 22, 220)),
}
