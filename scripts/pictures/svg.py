"""SVG elements as strings: short to write, and small in the file."""

from zlib import crc32

from pictures.colour import darker

Value = str | float


def number(value: float) -> str:
    """Write a number with one decimal at most."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def tag(name: str, *children: str, **attributes: Value) -> str:
    """Write one element; `stroke_width=2` becomes `stroke-width="2"`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{value if isinstance(value, str) else f"{value:g}"}"'
        for key, value in attributes.items()
    )
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def path(d: str, fill: str, **attributes: Value) -> str:
    """Fill an outline."""
    return tag("path", d=d, fill=fill, **attributes)


def line(d: str, colour: str, width: float, **attributes: Value) -> str:
    """Draw a line with round ends."""
    return tag(
        "path",
        d=d,
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_linecap="round",
        stroke_linejoin="round",
        **attributes,
    )


def circle(x: float, y: float, r: float, fill: str, **attributes: Value) -> str:
    """Fill a circle."""
    return tag("circle", cx=round(x, 1), cy=round(y, 1), r=round(r, 1), fill=fill, **attributes)


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, **attributes: Value) -> str:
    """Fill an ellipse."""
    return tag("ellipse", cx=x, cy=y, rx=rx, ry=ry, fill=fill, **attributes)


def box(x: float, y: float, width: float, height: float, fill: str, r: float = 0, **attributes: Value) -> str:
    """Fill a rectangle with corners of radius `r`."""
    corners: dict[str, Value] = {"rx": r} if r else {}
    return tag("rect", x=x, y=y, width=width, height=height, fill=fill, **(corners | attributes))


def group(*children: str, **attributes: Value) -> str:
    """Put elements together."""
    return tag("g", *children, **attributes)


def placed(*children: str, x: float, y: float, turn: float = 0, scale: float = 1) -> str:
    """Move something drawn around the origin to its place, turned clockwise in degrees."""
    steps = [f"translate({number(x)} {number(y)})"]
    if turn:
        steps.append(f"rotate({number(turn)})")
    if scale != 1:
        steps.append(f"scale({scale:g})")
    return tag("g", *children, transform=" ".join(steps))


def inside(d: str, *children: str) -> str:
    """Show only what of `children` lies in the outline `d`."""
    key = f"c{crc32(d.encode()) % 0xFFFFF:x}"
    return tag("clipPath", tag("path", d=d), id=key) + group(*children, clip_path=f"url(#{key})")


def solid(d: str, fill: str, *details: str, dx: float = -34, dy: float = 0, depth: float = 0.16) -> str:
    """Fill an outline lit from the left, with `details` painted on it.

    The shade is what the outline leaves free when it is moved by (`dx`, `dy`), so it follows
    every form by itself.
    """
    key = f"s{crc32(f'{d}{fill}'.encode()) % 0xFFFFF:x}"
    lit = tag("use", href=f"#{key}", fill=fill, transform=f"translate({dx:g} {dy:g})")
    clip = tag("clipPath", tag("path", id=key, d=d), id=f"{key}c")
    shade = tag("use", href=f"#{key}", fill=darker(fill, depth))
    return clip + group(shade, lit, *details, clip_path=f"url(#{key}c)")
