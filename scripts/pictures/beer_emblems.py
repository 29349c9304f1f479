"""What is printed on the labels of the beers."""

from pictures.shapes import drop, rounded, wave
from pictures.svg import box, circle, ellipse, line, path, placed, solid


def mountains() -> str:
    """Draw snowy mountains for a label from y = 440 to 585."""
    back = rounded((300, 590, 0), (360, 490, 8), (420, 590, 0))
    front = rounded((350, 590, 0), (430, 472, 8), (520, 590, 0))
    snow = "M430 477l-22 33 14 10 10-9 14 11 10-8Z"
    return path(back, "#7f8fc0") + path(front, "#a9b6dd") + path(snow, "#fff")


def boat() -> str:
    """Draw a sailing boat for a label from y = 432 to 592."""
    hull = rounded((346, 534, 4), (454, 534, 4), (434, 560, 12), (366, 560, 12))
    sails = "M396 462V524H350Z"
    return (
        path(sails, "#e8b93c")
        + path("M404 472V524H446Z", "#2f7d55")
        + path(hull, "#c0392f")
        + line(wave(310, 566, 22, 8, 14), "#3a7fb0", 6)
    )


def bear() -> str:
    """Draw a sleeping bear's face on a stein."""
    fur, dark = "#41617f", "#22364a"
    ears = circle(338, 378, 26, fur) + circle(462, 378, 26, fur)
    inner = circle(338, 378, 12, "#8fa3b5") + circle(462, 378, 12, "#8fa3b5")
    eyes = line("M346 434q14 14 28 0M426 434q14 14 28 0", "#f4ead6", 7)
    nose = ellipse(400, 470, 34, 26, "#dfe6ec") + ellipse(400, 458, 14, 10, dark)
    return (
        ears + inner + ellipse(400, 438, 84, 76, fur) + eyes + nose + line("M400 466v12m-12 6q12 8 24 0", dark, 5)
    )


def flame() -> str:
    """Draw a camp fire for a label from y = 430 to 580."""
    logs = "".join(placed(box(-58, -9, 116, 18, "#7a4a2c", 9), x=400, y=550, turn=turn) for turn in (14, -14))
    fire = "".join(
        placed(path(drop(height, width), colour), x=400, y=552)
        for height, width, colour in ((108, 76, "#e4572e"), (74, 50, "#f6a02d"), (42, 28, "#ffe08a"))
    )
    return fire + logs


def train() -> str:
    """Draw a small engine in front of a morning sun on a can."""
    sun = circle(452, 392, 62, "#ffe08a")
    boiler = box(310, 452, 130, 56, "#e4572e", 20) + box(426, 416, 74, 92, "#c8432a", 8)
    window = box(442, 432, 40, 32, "#fff1b8", 5)
    chimney = path("M328 456v-40h-8v-14h48v14h-8v40Z", "#1f4e79")
    wheels = "".join(
        circle(x, 520, r, "#1f4e79") + circle(x, 520, r * 0.4, "#ffe08a")
        for x, r in ((340, 22), (394, 22), (462, 28))
    )
    smoke = "".join(circle(x, y, r, "#fff") for x, y, r in ((346, 372, 18), (372, 344, 24), (410, 318, 18)))
    return sun + smoke + chimney + boiler + window + wheels + box(250, 544, 300, 8, "#1f4e79")


def fir(height: float) -> str:
    """Draw a fir tree under snow that stands on the origin."""
    green = "#3d7a68"
    tiers = "".join(
        placed(
            solid(rounded((0, -height * 0.5, 6), (width, 0, 8), (-width, 0, 8)), green, dx=-width * 0.5),
            x=0,
            y=-height * up,
        )
        for width, up in ((height * 0.3, 0.12), (height * 0.24, 0.32), (height * 0.17, 0.52))
    )
    snow = path(
        rounded((0, -height * 1.02, 6), (height * 0.1, -height * 0.8, 6), (-height * 0.1, -height * 0.8, 6)),
        "#fff",
    )
    return box(-7, -height * 0.14, 14, height * 0.14, "#7a4a2c") + tiers + snow
