"""Outlines: the `d` of a path, from a few points."""

from collections.abc import Sequence
from math import cos, dist, pi, sin

from pictures.svg import number

Point = tuple[float, float]
Corner = tuple[float, float, float]
"""A point and the radius of the corner there."""


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _towards(start: Point, end: Point, distance: float) -> Point:
    share = min(0.5, distance / (dist(start, end) or 1))
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def rounded(*corners: Corner) -> str:
    """Outline a polygon whose corners are rounded, each by its own radius."""
    steps: list[str] = []
    for i, (x, y, radius) in enumerate(corners):
        before, after = corners[i - 1][:2], corners[(i + 1) % len(corners)][:2]
        enter, leave = _towards((x, y), before, radius), _towards((x, y), after, radius)
        steps.append(f"{'L' if steps else 'M'}{_at(enter)}")
        if radius:
            steps.append(f"Q{_at((x, y))} {_at(leave)}")
    return "".join(steps) + "Z"


def turned(*profile: Corner, axis: float = 400) -> str:
    """Outline what a lathe makes of a profile: (half width, y, corner radius) from the top down."""
    right = [(axis + half, y, radius) for half, y, radius in profile]
    left = [(axis - half, y, radius) for half, y, radius in reversed(profile)]
    return rounded(*right, *left)


def _spline(points: Sequence[Point]) -> str:
    """Join all points but the first and the last, which only lead in and out."""
    steps = [f"M{_at(points[1])}"]
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        first = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        second = (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6)
        steps.append(f"C{_at(first)} {_at(second)} {_at(c)}")
    return "".join(steps)


def smooth(*points: Point) -> str:
    """Outline a soft closed form through the points (a Catmull-Rom spline)."""
    return _spline([points[-1], *points, *points[:2]]) + "Z"


def strand(*points: Point) -> str:
    """Outline a soft open line through the points."""
    return _spline([points[0], *points, points[-1]])


def around(count: int, radius: float, start: float = -90) -> list[Point]:
    """Return points evenly spread on a circle around the origin, the first at `start` degrees."""
    angles = (start * pi / 180 + 2 * pi * i / count for i in range(count))
    return [(radius * cos(a), radius * sin(a)) for a in angles]


def star(points: int, outer: float, inner: float, roundness: float = 0) -> str:
    """Outline a star around the origin."""
    tips = around(points, outer)
    dents = around(points, inner, -90 + 180 / points)
    return rounded(*((x, y, roundness) for pair in zip(tips, dents, strict=True) for x, y in pair))


def scallops(count: int, radius: float, x: float = 0, y: float = 0) -> str:
    """Outline a circle whose edge is a row of round petals."""
    petal = number(radius * sin(pi / count) * 1.08)
    spots = [(x + px, y + py) for px, py in around(count, radius)]
    arcs = (f"A{petal} {petal} 0 0 1 {_at(spot)}" for spot in [*spots[1:], spots[0]])
    return f"M{_at(spots[0])}{''.join(arcs)}Z"


def disc(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """Outline a circle, or an ellipse."""
    radii, width = f"{number(rx)} {number(ry or rx)}", number(2 * rx)
    return f"M{_at((x - rx, y))}a{radii} 0 1 1 {width} 0a{radii} 0 1 1 -{width} 0Z"


def slab(x: float, y: float, width: float, height: float, r: float = 0) -> str:
    """Outline a rectangle with rounded corners."""
    right, bottom = x + width, y + height
    return rounded((x, y, r), (right, y, r), (right, bottom, r), (x, bottom, r))


def leaf(length: float, width: float) -> str:
    """Outline a leaf that grows up from the origin."""
    w, top = number(width), number(-length)
    middle = number(-length * 0.45)
    return f"M0 0Q-{w} {middle} 0 {top}Q{w} {middle} 0 0Z"


def drop(height: float, width: float) -> str:
    """Outline a drop that stands on the origin, its tip up."""
    w, h = width / 2, height
    return (
        f"M0 {number(-h)}C{number(w * 0.35)} {number(-h * 0.7)} {number(w)} {number(-h * 0.55)} "
        f"{number(w)} {number(-w)}A{number(w)} {number(w)} 0 0 1 {number(-w)} {number(-w)}"
        f"C{number(-w)} {number(-h * 0.55)} {number(-w * 0.35)} {number(-h * 0.7)} 0 {number(-h)}Z"
    )


def heart(size: float) -> str:
    """Outline a heart around the origin, `size` wide."""
    s = size / 2
    n = number
    return (
        f"M0 {n(s * 0.9)}C{n(-s * 1.5)} {n(-s * 0.1)} {n(-s * 0.8)} {n(-s * 1.1)} 0 {n(-s * 0.4)}"
        f"C{n(s * 0.8)} {n(-s * 1.1)} {n(s * 1.5)} {n(-s * 0.1)} 0 {n(s * 0.9)}Z"
    )


def wave(x: float, y: float, step: float, count: int, height: float) -> str:
    """Outline the start of a path: a wavy line to the right, `count` half waves of `step`."""
    first = f"M{_at((x, y))}q{number(step / 2)} {number(-height)} {number(step)} 0"
    return first + f"t{number(step)} 0" * (count - 1)


def corners(points: Sequence[Point], radius: float) -> str:
    """Outline a polygon whose corners all have the same radius."""
    return rounded(*((x, y, radius) for x, y in points))
