"""What customers put together themselves, as it is shown before they have begun."""

from pictures.crate_layers import beer, extra_glass, extra_ribbon, size_twelve
from pictures.cupcake_layers import body_vanilla, frosting_strawberry, topping_cherry
from pictures.scene import Picture
from pictures.svg import line, placed


def _gaps() -> str:
    """Draw dotted lines between the parts."""
    return line("M400 188V220M290 422V462M510 422V462", "#c98a5a", 8, stroke_dasharray="0.1 17")


def _cupcake() -> str:
    """Draw the parts of a cupcake above one another, before they are put together."""
    body = placed(body_vanilla(), x=80, y=146, scale=0.8)
    frosting = placed(frosting_strawberry(), x=80, y=56, scale=0.8)
    return body + frosting + _gaps() + placed(topping_cherry(), x=60, y=-34, scale=0.85)


def _crate() -> str:
    bottles = "".join(beer(kind) for kind in ("pale", "amber", "bock", "stout"))
    return size_twelve() + bottles + extra_ribbon() + extra_glass()


CUPCAKE = Picture("#cfe3d2", _cupcake(), 0)
CRATE = Picture("#c9dcea", _crate(), 0, 24)
