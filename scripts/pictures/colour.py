"""Colours as `#rrggbb`, and the three ways the pictures derive one from another."""


def mix(first: str, second: str, share: float) -> str:
    """Return `first` with `share` (0 to 1) of `second` stirred in."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighter(colour: str, share: float) -> str:
    """Return `colour` moved by `share` towards a warm white."""
    return mix(colour, "#fffdf8", share)


def darker(colour: str, share: float) -> str:
    """Return `colour` moved by `share` towards a deep plum, which keeps shades lively."""
    return mix(colour, "#2b1733", share)
