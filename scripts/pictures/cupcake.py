"""The cupcakes: twelve cases, frostings and toppings."""

from pictures.cupcake_parts import (
    banded,
    cake,
    candle,
    carrot,
    cloud,
    crumbs,
    dome,
    dotted,
    meringue,
    petalled,
    pleated,
    rosettes,
    sauce,
    scatter,
    swirl,
)
from pictures.garnish import (
    LEAF,
    bean,
    berry,
    candy_heart,
    cherry,
    citrus,
    leaves,
    sprinkles,
    strawberry,
)
from pictures.scene import Picture
from pictures.shapes import Point, slab
from pictures.svg import box, placed, solid

PARTY = ("#e94f64", "#3f9fd6", "#f6b93b", "#58b368", "#9b6bd1")
SLOPE: list[Point] = [
    (272, 388),
    (330, 418),
    (396, 388),
    (462, 420),
    (524, 384),
    (300, 340),
    (358, 348),
    (430, 334),
    (494, 340),
    (340, 292),
    (408, 284),
    (458, 296),
]


def _vanilla() -> str:
    top = placed(cloud("#bfe3f7"), x=400, y=166)
    return cake("#e8bf7a") + pleated("#8ecbe8", "#f4fbff") + swirl("#fff3d6") + top


def _strawberry() -> str:
    berry_ = placed(strawberry(112), x=404, y=246, turn=10)
    frosting = swirl("#f9a9bb", "#fbc3cf", ridges=True)
    return cake("#f0c890") + dotted("#e4526d", "#ffe3e8") + frosting + berry_


def _chocolate() -> str:
    shards = placed(solid(slab(-17, -120, 34, 130, 4), "#3c211b", dx=-10), x=372, y=240, turn=-16)
    shards += placed(solid(slab(-17, -130, 34, 140, 4), "#5a3327", dx=-10), x=424, y=246, turn=14)
    chips = crumbs("#3c211b", [(x - 8, y) for x, y in SLOPE[:9]])
    return cake("#4c2a20") + pleated("#c98b52", "#b47741") + shards + swirl("#7a4630") + chips


def _lemon() -> str:
    slice_ = placed(citrus(52), x=486, y=214, turn=12)
    return cake("#f2d06a") + banded("#fff4c9", "#f7d24a", "#fff") + slice_ + meringue("#fffaf0", "#e2a458")


def _velvet() -> str:
    heart_ = placed(candy_heart(104, "#c2213a"), x=404, y=218, turn=8)
    dust = crumbs("#a81f35", SLOPE[:8], 12)
    return dome("#fff7ee", dust, top=256) + petalled("#d4606b") + heart_


def _blueberry() -> str:
    pile = "".join(placed(berry(r), x=x, y=y) for x, y, r in ((364, 198, 32), (436, 196, 32), (400, 160, 34)))
    leaf_ = placed(leaves(2, 66, LEAF, 70), x=452, y=190, turn=50)
    return cake("#e6c48d") + pleated("#4a5fa8", "#5f75c0") + rosettes(("#b7a6e3", "#cbbdf0")) + leaf_ + pile


def _caramel() -> str:
    salt = scatter([(330, 262), (372, 244), (420, 250), (462, 276), (400, 284), (350, 292)], 5, "#fff")
    cube = placed(
        solid(slab(-36, -36, 72, 72, 12), "#d98a2f", box(-36, -8, 72, 14, "#efb25e"), dx=-18),
        x=400,
        y=186,
        turn=14,
    )
    return cake("#c98b4b") + dotted("#7a4a2c", "#e8b56a") + dome("#fdeccb") + sauce("#c8741f") + salt + cube


def _pistachio() -> str:
    nuts = crumbs("#7d9a3e", SLOPE, 17) + crumbs("#9a5a76", [(x + 16, y - 22) for x, y in SLOPE[2:9]], 10)
    top = placed(cherry(36, "#c9405e"), x=400, y=236)
    return cake("#d9c27f") + banded("#e9f0cf", "#8fb35a", "#fff") + dome("#c8dc98", nuts, lobes=8) + top


def _mint() -> str:
    chips = crumbs("#4a2b22", SLOPE)
    sprig = placed(leaves(3, 92, "#3f9a63", 44), x=400, y=232)
    return cake("#5a3226") + pleated("#4a2b22", "#5f382c", 7) + sprig + swirl("#a8e3cf", "#c0eddd") + chips


def _carrot() -> str:
    top = placed(carrot(), x=410, y=176, turn=16)
    nuts = crumbs("#b87a3d", SLOPE[:6])
    return swirl("#fff6e6") + nuts + petalled("#7fb069") + top


def _birthday() -> str:
    sugar = sprinkles("confetti", [(x, 6 + y * 1.01) for x, y in SLOPE], PARTY)
    case = pleated("#ffd94f", "#f2607a", 7)
    return (
        cake("#f0cf8f")
        + case
        + placed(candle("#ffffff", "#3f9fd6"), x=400, y=278)
        + dome("#fff2f4", sugar, top=268)
    )


def _espresso() -> str:
    beans = placed(bean(60), x=372, y=190, turn=-24) + placed(bean(60, "#54301f"), x=432, y=186, turn=26)
    frosting = swirl("#c99b6d", "#e6c7a0", ridges=True)
    return cake("#6b4230") + dotted("#f0e2cf", "#a8703f") + frosting + beans


PICTURES = {
    "vanilla-cloud": Picture("#f7d7a6", _vanilla(), 170),
    "strawberry-parade": Picture("#fbd0cf", _strawberry(), 170),
    "double-chocolate-avalanche": Picture("#f1cfa3", _chocolate(), 170),
    "lemon-meringue-hat": Picture("#bfe2ea", _lemon(), 170),
    "red-velvet-curtain": Picture("#f2b9b4", _velvet(), 170),
    "blueberry-marching-band": Picture("#d6d9f7", _blueberry(), 170),
    "caramel-waterfall": Picture("#f9dd9d", _caramel(), 170),
    "pistachio-pillow": Picture("#f3d3dc", _pistachio(), 170),
    "mint-chip-igloo": Picture("#a9dccf", _mint(), 170),
    "carrot-patch": Picture("#fbdcb8", _carrot(), 170),
    "birthday-confetti": Picture("#bfd9f5", _birthday(), 170),
    "espresso-bonnet": Picture("#dccab5", _espresso(), 170),
}
