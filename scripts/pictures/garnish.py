"""Small things that accompany others: fruit, leaves, beans, steam, sprinkles."""

from random import Random

from pictures.colour import darker, lighter
from pictures.shapes import around, disc, heart, leaf, rounded, smooth, star
from pictures.svg import box, circle, ellipse, group, line, number, path, placed, solid

CREAM = "#fff6e0"
LEAF = "#5d9b5a"
STEM = "#6f8f3f"


def leaves(count: int, length: float, colour: str = LEAF, spread: float = 80) -> str:
    """Draw a fan of leaves that grow up from the origin."""
    first = -spread * (count - 1) / 2
    return "".join(
        placed(
            path(leaf(length, length * 0.62), colour if i % 2 else darker(colour, 0.12)),
            line(f"M0-8V{-length * 0.7:g}", lighter(colour, 0.35), 3),
            x=0,
            y=0,
            turn=first + spread * i,
        )
        for i in range(count)
    )


def cherry(r: float = 34, colour: str = "#d4304a") -> str:
    """Draw a cherry that lies on the origin's level, its stem up."""
    return line(f"M0{-r * 1.7:g}q6 {-r:g} {r:g} {-r * 1.5:g}", STEM, 6) + solid(
        disc(0, -r, r),
        colour,
        ellipse(-r * 0.4, -r * 1.35, r * 0.2, r * 0.28, "#fff", opacity=0.75),
        dx=-r * 0.28,
        dy=-r * 0.12,
    )


def citrus(r: float, peel: str = "#f6c32c", flesh: str = "#fbe07a", parts: int = 8) -> str:
    """Draw a slice of a citrus fruit around the origin."""
    segment = rounded((0, -r * 0.1, 2), (r * 0.27, -r * 0.72, 12), (-r * 0.27, -r * 0.72, 12))
    wedges = "".join(placed(path(segment, flesh), x=0, y=0, turn=360 / parts * i) for i in range(parts))
    return circle(0, 0, r, peel) + circle(0, 0, r * 0.87, CREAM) + wedges


def hop(height: float = 128, colour: str = "#8ab84c") -> str:
    """Draw a hop cone that hangs from the origin."""
    h = height
    cone = smooth(
        (0, 0),
        (h * 0.3, h * 0.16),
        (h * 0.34, h * 0.5),
        (h * 0.14, h * 0.86),
        (0, h),
        (-h * 0.14, h * 0.86),
        (-h * 0.34, h * 0.5),
        (-h * 0.3, h * 0.16),
    )
    scale = leaf(h * 0.42, h * 0.5)
    rows = ((1, 0.98), (2, 0.84), (3, 0.68), (2, 0.52), (3, 0.36), (2, 0.2))
    scales = "".join(
        placed(
            path(scale, lighter(colour, 0.16 * (i % 3))),
            x=(k - (count - 1) / 2) * h * 0.25,
            y=h * y,
            turn=180 + (k - (count - 1) / 2) * 8,
        )
        for i, (count, y) in enumerate(rows)
        for k in range(count)
    )
    return line("M0 8q-6-30 16-44", STEM, 6) + solid(cone, colour, placed(scales, x=0, y=-h * 0.34), dx=0)


def barley(length: float = 170, colour: str = "#d9a441") -> str:
    """Draw an ear of barley that grows up from the origin."""
    sides = {
        side: "".join(
            f"M{2 * side} {number(-length * (0.44 + i * 0.105))}q{27 * side} 2 {21 * side}-25"
            f"q{-17 * side} 2 {-21 * side} 25Z"
            for i in range(6)
        )
        for side in (-1, 1)
    }
    tip = placed(path(leaf(36, 26), colour), x=0, y=-length * 1.02)
    whiskers = line(
        f"M0 {-length * 1.1:g}v-50M-16 {-length * 0.98:g}l-14-52M16 {-length * 0.98:g}l14-52", colour, 3
    )
    stalk = line(f"M0 0V{-length:g}", darker(colour, 0.1), 6)
    return whiskers + stalk + path(sides[-1], colour) + path(sides[1], darker(colour, 0.14)) + tip


def bean(size: float, colour: str = "#6b3f2a") -> str:
    """Draw a coffee bean around the origin."""
    return solid(
        disc(0, 0, size * 0.36, size * 0.5),
        colour,
        line(
            f"M0{-size * 0.46:g}q{size * 0.24:g} {size * 0.24:g} 0 {size * 0.46:g}t0 {size * 0.46:g}",
            darker(colour, 0.45),
            size * 0.07,
        ),
        dx=-size * 0.1,
    )


def steam(x: float, y: float, colour: str = "#ffffff", count: int = 3) -> str:
    """Draw steam that rises from (x, y)."""
    start = x - 46 * (count - 1) / 2
    return group(
        *(line(f"M{start + 46 * i:g} {y - 12 * (i % 2):g}q-22-28 0-56t0-56", colour, 11) for i in range(count)),
        opacity=0.75,
    )


def sprinkles(seed: str, spots: list[tuple[float, float]], colours: tuple[str, ...]) -> str:
    """Scatter sugar sticks on the spots."""
    draw = Random(seed)  # noqa: S311 - scatters dots, guards nothing
    return "".join(
        placed(box(-13, -4, 26, 8, draw.choice(colours), 4), x=x, y=y, turn=draw.randrange(0, 180))
        for x, y in spots
    )


def strawberry(size: float = 90, colour: str = "#e2374f") -> str:
    """Draw a strawberry whose tip stands on the origin."""
    s = size / 2
    body = smooth(
        (0, 0),
        (s * 0.62, -s * 0.7),
        (s * 0.86, -s * 1.5),
        (s * 0.4, -s * 1.95),
        (-s * 0.4, -s * 1.95),
        (-s * 0.86, -s * 1.5),
        (-s * 0.62, -s * 0.7),
    )
    seeds = "".join(
        ellipse(round(x * s), round(y * s), 2.5, 4.5, "#ffd98a")
        for x, y in ((-0.45, -1.4), (0, -1.55), (0.45, -1.4), (-0.25, -1), (0.25, -1), (0, -0.55))
    )
    crown = placed(path(star(6, s * 0.8, s * 0.28, 8), LEAF), x=0, y=-s * 1.9)
    return solid(body, colour, seeds, dx=-s * 0.3) + crown


def berry(r: float, colour: str = "#4a5fa8") -> str:
    """Draw a blueberry around the origin."""
    crown = path(star(5, r * 0.42, r * 0.2, 3), darker(colour, 0.35))
    return solid(disc(0, 0, r), colour, placed(crown, x=-r * 0.15, y=-r * 0.35), dx=-r * 0.3, dy=-r * 0.15)


def flower(r: float, petal: str, middle: str, petals: int = 8) -> str:
    """Draw a flower around the origin, seen from the front."""
    spots = around(petals, r * 0.58)
    size = r * 2.1 / petals + r * 0.12
    return "".join(circle(x, y, size, petal) for x, y in spots) + circle(0, 0, r * 0.42, middle)


def raspberry(size: float, colour: str = "#d83a68") -> str:
    """Draw a raspberry that stands on the origin."""
    rows = ((1, 0.14), (2, 0.34), (3, 0.56), (2, 0.76))
    drupes = "".join(
        circle(
            (k - (count - 1) / 2) * size * 0.27, -size * y, size * 0.17, lighter(colour, 0.1 * ((k + count) % 3))
        )
        for count, y in rows
        for k in range(count)
    )
    return drupes + placed(path(star(5, size * 0.3, size * 0.12, 4), LEAF), x=0, y=-size * 0.92)


def candy_heart(size: float, colour: str) -> str:
    """Draw a sugar heart around the origin."""
    return solid(heart(size), colour, dx=-size * 0.14)
