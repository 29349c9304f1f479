"""The frame that all pictures share: the ground, the form behind the thing, its shadow."""

import re
from dataclasses import dataclass
from html import escape
from random import Random

from pictures.colour import darker, lighter
from pictures.shapes import around, corners, disc, scallops, slab, star
from pictures.svg import circle, ellipse, number, path, placed, tag


@dataclass(frozen=True)
class Picture:
    """What one picture shows, and on what."""

    ground: str
    """The colour behind."""
    drawing: str
    """The elements, on a canvas of 800 by 800, standing on y = 660."""
    shadow: float = 190
    """Half the width of the shadow; 0 for things that bring their own."""
    lift: float = 0
    """How far a low thing is raised, so that it sits in the middle."""


@dataclass(frozen=True)
class Layer:
    """A part of something that is put together: transparent, at its place on the canvas that all parts share."""

    title: str
    drawing: str
    close: tuple[float, float, float]
    """The square that shows the part large: left, top, width. Whoever wants it adds `#alone` to the address."""


def _arch() -> str:
    return "M140 690V390a260 260 0 0 1 520 0V690a20 20 0 0 1-20 20H160a20 20 0 0 1-20-20Z"


def _moon_gate() -> str:
    return corners(
        [(250, 105), (550, 105), (695, 250), (695, 550), (550, 695), (250, 695), (105, 550), (105, 250)], 70
    )


BACKDROPS = {
    "beer": placed(tag("path", d=disc(0, 0, 290)), x=400, y=400),
    "cupcake": placed(tag("path", d=scallops(16, 268)), x=400, y=400),
    "coffee": tag("path", d=_arch()),
    "tea": tag("path", d=_moon_gate()),
    "bread": placed(tag("path", d=star(14, 322, 262, 26)), x=400, y=400),
    "cheese": placed(tag("path", d=corners(around(6, 318), 60)), x=400, y=400),
    "chocolate": tag("path", d=slab(125, 125, 550, 550, 120)),
    "fruit": placed(tag("path", d=scallops(6, 218)), x=400, y=400, turn=30),
}


def _confetti(seed: str, colour: str) -> str:
    """Scatter a few dots and rings in the corners, never behind the thing itself."""
    draw = Random(seed)  # noqa: S311 - scatters dots, guards nothing
    spots: list[str] = []
    for x, y in ((90, 100), (705, 95), (95, 690), (715, 700)):
        across, down = draw.uniform(20, 45), draw.uniform(-45, 45)
        ring, dot = (x - across, y - down), (x + across, y + down)
        spots.append(circle(*ring, 12, "none", stroke=colour, stroke_width=5))
        spots.append(circle(*dot, draw.choice((6, 8, 10)), colour))
    return "".join(spots)


def _once(drawing: str) -> str:
    """Leave out clip paths that are there already: what is drawn twice defines them twice."""
    seen: set[str] = set()

    def first(match: re.Match[str]) -> str:
        if match[0] in seen:
            return ""
        seen.add(match[0])
        return match[0]

    return re.sub("<clipPath.*?</clipPath>", first, drawing)


FRAME = "translate(-36 {:g}) scale(1.09)"
"""Where the drawing's canvas lies in the picture."""


def layer(part: Layer) -> str:
    """Return the whole SVG document of one part."""
    left, top, width = (number(side) for side in part.close)
    return tag(
        "svg",
        tag("title", escape(part.title)),
        tag("view", id="alone", viewBox=f"{left} {top} {width} {width}"),
        tag("g", _once(part.drawing), transform=FRAME.format(-46)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 800 800",
        role="img",
    )


def document(title: str, category: str, picture: Picture) -> str:
    """Return the whole SVG document of one product."""
    ground = picture.ground
    under = ellipse(400, 660, picture.shadow, 16, darker(ground, 0.16)) if picture.shadow else ""
    return tag(
        "svg",
        tag("title", escape(title)),
        path("M0 0h800v800H0z", ground),
        _confetti(title, lighter(ground, 0.45)),
        tag("g", BACKDROPS[category], fill=lighter(ground, 0.42)),
        tag("g", under, _once(picture.drawing), transform=FRAME.format(-46 - picture.lift)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 800 800",
        role="img",
    )
