"""The coffees: cups, a bag, pots and a cold one."""

from pictures.colour import darker, lighter
from pictures.garnish import bean, steam
from pictures.scene import Picture
from pictures.shapes import disc, leaf, rounded, slab, turned
from pictures.svg import box, circle, ellipse, inside, line, path, placed, solid
from pictures.tableware import cup, ear, saucer, spoon


def _espresso() -> str:
    band = box(200, 500, 400, 26, "#f4b942") + box(200, 534, 400, 9, "#f4b942")
    beans = placed(bean(52), x=196, y=640, turn=50) + placed(bean(46, "#7d4b33"), x=240, y=650, turn=-60)
    small = cup("#d9523f", "#8a5230", band, half=124, top=418, foot=636, taper=0.52)
    return steam(400, 380) + saucer("#f4b942", 214) + ear("#d9523f", 508, 462, 66, 96) + small + beans


def _latte() -> str:
    form = turned((112, 250, 8), (120, 420, 60), (84, 636, 30))
    layers = "".join(
        box(200, y, 400, height, colour)
        for y, height, colour in (
            (250, 62, "#fff6e6"),
            (308, 70, "#c98d5c"),
            (370, 80, "#a8673b"),
            (446, 60, "#d7a878"),
            (500, 160, "#f3e2cb"),
        )
    )
    shine = box(306, 330, 17, 220, "#fff", 9, opacity=0.5)
    glass = path(turned((124, 236, 8), (132, 420, 70), (94, 650, 26)), "#fff", opacity=0.7)
    froth = solid(disc(340, 244, 52) + disc(400, 226, 62) + disc(460, 244, 52), "#fff6e6", dx=-20, depth=0.09)
    feather = placed(path(leaf(56, 30), "#c98d5c") + line("M0-6v-44", "#fff6e6", 4), x=404, y=262, turn=34)
    return (
        placed(spoon(), x=520, y=176, turn=8)
        + glass
        + froth
        + feather
        + solid(form, "#f3e2cb", layers, dx=0)
        + shine
        + saucer("#5b8c8a", 190)
    )


def _bag() -> str:
    paper = "#3f7d76"
    sack = rounded((266, 250, 4), (534, 250, 4), (552, 655, 14), (248, 655, 14))
    gusset = path(
        "M300 250L322 400 300 660H240L262 250ZM500 250L478 400 500 660H560L538 250Z", darker(paper, 0.12)
    )
    flap = solid(
        rounded((262, 184, 8), (538, 184, 8), (534, 262, 4), (266, 262, 4)),
        lighter(paper, 0.2),
        line("M250 208h300M250 232h300", darker(paper, 0.05), 4),
        dx=-44,
    )
    tie = line("M244 268H556", "#f4b942", 17)
    sign = solid(disc(400, 464, 92), "#fbeed6", dx=-10, depth=0.07)
    house = path("M400 398L466 456H450V516H350V456H334Z", "#d9523f") + box(384, 472, 34, 44, "#fbeed6", 4)
    spill = "".join(
        placed(bean(size, tone), x=x, y=y, turn=turn)
        for size, tone, x, y, turn in (
            (54, "#6b3f2a", 566, 640, 30),
            (54, "#7d4b33", 612, 648, -40),
            (54, "#5a3323", 590, 604, 80),
            (50, "#6b3f2a", 228, 646, 60),
        )
    )
    return solid(sack, paper, gusset, dx=0) + flap + tie + sign + house + spill


def _moka() -> str:
    steel, dark = "#c9d2d8", "#3a3a44"
    lower = turned((96, 470, 6), (132, 655, 14))
    upper = turned((122, 266, 8), (88, 452, 6))
    facet = darker(steel, 0.09)
    faces = path("M352 440L330 670H250L310 440ZM448 440L470 670H400V440Z", facet)
    panes = path("M350 250L368 460H300L280 250ZM450 250L432 460H400V250Z", facet)
    spout = path("M282 276L236 268 292 342Z", lighter(steel, 0.25))
    knob = solid(turned((15, 196, 10), (20, 228, 6)), dark, dx=-10)
    lid = solid(turned((20, 222, 4), (116, 252, 14), (124, 272, 4)), steel, dx=-40)
    grip = line("M512 286h46q22 0 20 24l-14 132", dark, 30)
    band = solid(slab(296, 448, 208, 30, 8), "#aeb8bf", dx=-30)
    valve = circle(436, 560, 11, "#d9a441")
    return (
        steam(400, 184, count=2)
        + grip
        + spout
        + solid(upper, steel, panes)
        + solid(lower, steel, faces)
        + band
        + valve
        + lid
        + knob
    )


def _filter() -> str:
    flask = turned((138, 220, 8), (34, 420, 30), (38, 440, 20), (172, 590, 70), (134, 655, 30))
    brew = path("M200 540h400v160H200Z", "#7a4426") + ellipse(400, 540, 180, 12, "#96582f")
    shine = line("M282 596q6-40 44-78", "#fff", 13, opacity=0.6)
    paper = solid(
        "M276 206L524 206 400 410Z", "#fffaf0", path("M296 240H504L400 410Z", "#7a4a30"), dx=-24, depth=0.1
    )
    collar = solid(slab(340, 392, 120, 66, 18), "#c98d55", line("M356 414h60M370 434h70", "#a8703f", 4))
    knot = line("M400 425h26", "#5a3323", 8) + circle(430, 427, 13, "#d9523f")
    body = path(flask, "#fff", opacity=0.7)
    drip = path("M400 482q9 14 0 22q-9-8 0-22Z", "#7a4426")
    return steam(400, 184, count=2) + body + inside(flask, brew) + paper + drip + shine + collar + knot


def _cold() -> str:
    form = turned((122, 250, 8), (92, 655, 18))
    inner = turned((108, 300, 0), (82, 630, 16))
    swirl = path("M300 300h200v34q-18 96-40 40t-44 30-46 60-30-80-40-40Z", "#f0dcc2", opacity=0.9)
    ice = "".join(
        placed(box(-38, -38, 76, 76, "#fff", 14, opacity=0.42), x=x, y=y, turn=turn)
        for x, y, turn in ((352, 344, 14), (438, 362, -18), (386, 440, 32))
    )
    straw = placed(
        solid(
            slab(-11, -190, 22, 300, 4),
            "#ffffff",
            line("M-20-150l40-24m-40 70l40-24m-40 70l40-24", "#d9523f", 14),
            dx=-8,
        ),
        x=454,
        y=286,
        turn=14,
    )
    shine = box(304, 330, 16, 210, "#fff", 8, opacity=0.5)
    beans = placed(bean(56), x=560, y=634, turn=40) + placed(bean(50, "#7d4b33"), x=606, y=646, turn=-50)
    return path(form, "#fff", opacity=0.6) + straw + solid(inner, "#5a3323", swirl, ice, dx=-26) + shine + beans


PICTURES = {
    "corner-table-espresso": Picture("#d0e2cf", _espresso(), 200, lift=20),
    "feather-latte": Picture("#cfe3dc", _latte(), 180),
    "paper-house-blend": Picture("#f4dca4", _bag(), 230),
    "little-volcano-moka-roast": Picture("#f5c3ae", _moka(), 170, lift=-10),
    "window-seat-filter": Picture("#c5dbee", _filter(), 170, lift=-24),
    "porch-swing-cold-brew": Picture("#d5e2b5", _cold(), 190),
}
