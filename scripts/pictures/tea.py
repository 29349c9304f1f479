"""The teas: pots, cups, a tin and a jar."""

from pictures.colour import darker, lighter
from pictures.garnish import LEAF, citrus, flower, leaves, steam
from pictures.scene import Picture
from pictures.shapes import disc, leaf, scallops, slab, smooth, turned
from pictures.svg import box, circle, ellipse, inside, line, path, placed, solid
from pictures.tableware import mug, saucer


def _rose() -> str:
    china, pink = "#f8dfe4", "#d9607c"
    belly = smooth(
        (400, 330), (510, 366), (556, 470), (520, 590), (440, 640), (360, 640), (280, 590), (244, 470), (290, 366)
    )
    spout = "M320 600C180 560 206 440 148 402Q142 394 152 390L188 374Q198 371 206 378C258 420 240 470 320 470Z"
    bow = "M536 420c110-60 130 130 -16 140"
    curl = line("M34 6a36 36 0 1 1-26-42a26 26 0 1 1-14 46a17 17 0 1 1 12-26", "#f3b3c0", 6)
    rose = path(scallops(6, 44), pink) + curl
    bloom = placed(placed(leaves(2, 112, LEAF, 130), x=0, y=40) + rose, x=392, y=486)
    lid = solid(turned((20, 304, 10), (92, 336, 30), (98, 350, 4)), pink, dx=-30)
    foot = solid(turned((70, 632, 4), (92, 655, 8)), pink, dx=-30)
    return (
        steam(140, 356, count=2)
        + line(bow, darker(china, 0.16), 34)
        + line(bow, pink, 22)
        + solid(spout, china, dx=-14)
        + foot
        + solid(belly, china, bloom)
        + lid
        + circle(400, 290, 20, "#f6c64f")
    )


def _jade() -> str:
    jade = "#4f9a84"
    bow = "M262 430C250 190 550 190 538 430"
    pot = smooth((400, 396), (520, 424), (566, 530), (520, 636), (400, 652), (280, 636), (234, 530), (280, 424))
    spout = "M270 560L178 470 214 446 296 500Z"
    ridges = "".join(line(f"M220 {y}q180 34 360 0", darker(jade, 0.16), 5) for y in (470, 520, 570))
    lid = solid(turned((24, 368, 12), (104, 400, 24), (112, 414, 4)), "#3f8370", dx=-36)
    knob = circle(400, 360, 19, "#e8b93c")
    bind = line("M262 400v34M538 400v34", "#8a5a2e", 28)
    bowl = solid(turned((58, 560, 4), (56, 620, 40), (32, 655, 10), axis=640), "#dff0e4", dx=-18)
    tea = ellipse(640, 560, 58, 11, "#f4fbf4") + ellipse(640, 561, 49, 7, "#b9cf5a")
    return (
        line(bow, "#8a5a2e", 24)
        + line(bow, "#c98d55", 12)
        + solid(spout, jade, dx=-10)
        + solid(pot, jade, ridges)
        + lid
        + knob
        + bind
        + bowl
        + tea
    )


def _breakfast() -> str:
    cloud_ = path(
        disc(352, 452, 30) + disc(394, 434, 40) + disc(438, 452, 30) + slab(326, 450, 140, 34, 17), "#fff"
    )
    rain = line("M350 512l-12 30M392 512l-12 30M434 512l-12 30M372 556l-10 24M414 556l-10 24", "#bfe0f5", 9)
    tag_ = line("M306 338C240 380 300 430 262 470", "#fff", 5) + placed(
        solid(slab(-32, 0, 64, 76, 10), "#f6c64f", placed(path(leaf(44, 28), "#b0762a"), x=0, y=62), dx=-14),
        x=260,
        y=468,
        turn=8,
    )
    return steam(400, 290) + mug("#4a7fb0", "#a8501f", cloud_, rain) + tag_


def _chamomile() -> str:
    form = turned((168, 390, 0), (164, 520, 110), (84, 632, 30))
    brew = path("M200 440h400v230H200Z", "#f2c14b") + ellipse(400, 440, 170, 16, "#f8d987")
    shine = line("M262 470q12 72 60 112", "#fff", 13, opacity=0.65)
    blooms = "".join(
        placed(flower(r, "#ffffff", "#f4a92d", 9), x=x, y=y)
        for x, y, r in ((308, 440, 44), (372, 458, 32), (474, 536, 26), (604, 624, 36))
    )
    grip = line("M560 430c90-10 84 110-30 120", "#fff", 22, opacity=0.75)
    glass = path(form, "#fff", opacity=0.6) + inside(form, brew) + ellipse(400, 390, 168, 20, "#fff", opacity=0.45)
    return steam(400, 366) + grip + saucer("#8fb35a", 220) + glass + shine + blooms


def _peppermint() -> str:
    green = "#2f8f74"
    diamonds = line("M240 372l320 0M240 604l320 0", "#f6c64f", 8)
    stripes = path("".join(f"M{x} 270h36l-40 400h-36Z" for x in range(270, 600, 78)), lighter(green, 0.13))
    badge = solid(slab(312, 410, 176, 158, 78), "#fbf3df", placed(leaves(3, 104, green, 46), x=400, y=548), dx=-14)
    tin = solid(turned((138, 316, 6), (138, 655, 16)), green, stripes, diamonds, dx=-40)
    lid = solid(slab(252, 262, 296, 66, 14), "#f3f0e6", line("M252 312h296", "#d8d3c3", 6), dx=-44)
    knob = solid(slab(368, 232, 64, 34, 14), "#f6c64f", dx=-16)
    sprig = placed(leaves(4, 110, "#58b368", 40), x=586, y=664)
    return tin + badge + knob + lid + sprig


def _peach() -> str:
    jar = turned((96, 262, 10), (128, 318, 50), (128, 655, 34))
    brew = path("M200 336h400v340H200Z", "#d9702c") + path("M200 500h400v200H200Z", "#e8913c", opacity=0.6)
    ice = "".join(
        placed(box(-34, -34, 68, 68, "#fff", 12, opacity=0.4), x=x, y=y, turn=turn)
        for x, y, turn in ((344, 376, 12), (440, 392, -20), (372, 470, 36))
    )
    fruit = placed(citrus(50, "#e8653f", "#fbb27c"), x=440, y=520)
    neck = solid(slab(298, 226, 204, 46, 10), "#c3ccd3", line("M298 250h204", "#9aa6ae", 5))
    straw = placed(slab_straw(), x=452, y=240, turn=14)
    shine = box(290, 360, 16, 210, "#fff", 8, opacity=0.5)
    peach = solid(
        disc(590, 610, 54), "#f79d65", path("M560 560q44 20 30 104h-60V560Z", "#f2795c", opacity=0.6), dx=-16
    )
    stalk = line("M590 560q2-14 10-20", "#7a4a2c", 7) + placed(path(leaf(58, 36), LEAF), x=596, y=552, turn=58)
    return straw + path(jar, "#fff", opacity=0.6) + inside(jar, brew, ice, fruit) + shine + neck + peach + stalk


def slab_straw() -> str:
    """Draw a paper straw that ends at the origin."""
    bands = line("M-20-130l40-22m-40 62l40-22m-40 62l40-22", "#4f9a84", 13)
    return solid(slab(-11, -150, 22, 160, 4), "#ffffff", bands, dx=-8)


PICTURES = {
    "rose-balcony": Picture("#c3dbb4", _rose(), 190, lift=40),
    "jade-staircase-green": Picture("#f3e3b8", _jade(), 240, lift=30),
    "rainy-window-breakfast": Picture("#c9dcec", _breakfast(), 180, lift=20),
    "garden-gate-chamomile": Picture("#f9e6a6", _chamomile(), 210, lift=40),
    "peppermint-lane": Picture("#c4e8d6", _peppermint(), 200, lift=30),
    "peach-hammock-iced": Picture("#fbd5c0", _peach(), 190),
}
