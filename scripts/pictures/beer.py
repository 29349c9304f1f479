"""The beers: fourteen vessels, from the pint to the can."""

from pictures.beer_emblems import bear, boat, fir, flame, mountains, train
from pictures.beer_vessels import (
    CHALICE,
    FLUTE,
    LONGNECK,
    MUG,
    PILSNER,
    PINT,
    SNIFTER,
    STUBBY,
    TULIP,
    WEIZEN,
    bottle,
    can,
    glass,
    handle,
    label,
    stem,
)
from pictures.garnish import LEAF, barley, cherry, citrus, hop, leaves
from pictures.scene import Picture
from pictures.shapes import disc, turned, wave
from pictures.svg import box, circle, line, path, placed, solid

GLASS = "#f4f8fb"


def _amber() -> str:
    return (
        glass(PINT, "#cf7a1f", "amber")
        + placed(barley(210), x=566, y=664, turn=14)
        + placed(barley(170, "#c98f33"), x=606, y=664, turn=32)
    )


def _stout() -> str:
    rib = "M330 452a70 62 0 0 1 140 0q-17-16-35 0q-17-16-35 0q-18-16-35 0q-18-16-35 0Z"
    umbrella = path(rib, "#f3dfc0") + line("M400 382v-10M400 452v58q0 16 16 16t16-16", "#f3dfc0", 8)
    return glass(TULIP, "#33201d", "stout", head="#f3dfc0", height=84) + umbrella


def _hazy() -> str:
    rays = "".join(placed(path("M-15-250L15-250 0-60Z", "#ffd35c"), x=400, y=420, turn=24 * i) for i in range(15))
    hills = path(wave(240, 520, 110, 3, 90) + "V660H240Z", "#3f8f7b")
    front = path(wave(210, 570, 130, 3, 80) + "V660H210Z", "#2f6f6a")
    return can("#f58a4b", rays, circle(400, 420, 78, "#fff1b8"), hills, front) + placed(
        citrus(66, "#f0922b", "#fbb95c"), x=566, y=596
    )


def _pilsner() -> str:
    return stem(612, 96) + glass(PILSNER, "#f3c53d", "pilsner", floor=24) + placed(hop(116), x=566, y=548, turn=16)


def _wheat() -> str:
    slice_ = placed(citrus(58), x=524, y=226)
    return slice_ + glass(WEIZEN, "#eda93a", "wheat", height=84, floor=44)


def _red() -> str:
    dents = "".join(
        box(292 + 78 * column, 330 + 96 * row, 58, 74, "#fff", 20, opacity=0.17)
        for row in range(3)
        for column in range(3)
    )
    return handle(GLASS, 538) + glass(MUG, "#a8361f", "red") + dents


def _cherry() -> str:
    pair = placed(cherry(36), x=548, y=664) + placed(cherry(32, "#b8243f"), x=610, y=664, turn=-8)
    return stem(550, 92) + glass(FLUTE, "#d8385e", "cherry", head="#ffe3e6", height=40) + pair


def _porter() -> str:
    night = label("#27365e", 440, 150) + mountains() + label("#f4ead6", 585, 14)
    flakes = line("M330 470h.1M372 456h.1M440 462h.1M470 490h.1M352 500h.1", "#fff", 9)
    firs = placed(fir(150), x=566, y=664) + placed(fir(104), x=628, y=666)
    return bottle(LONGNECK, "#5a3526", "#c9d3e6", night, flakes) + firs


def _lager() -> str:
    paper = label("#fff6e0", 432, 160, "#c0392f")
    return bottle(LONGNECK, "#2f7d55", "#e8b93c", paper, boat()) + placed(barley(200), x=560, y=664, turn=16)


def _bock() -> str:
    stone = "#8fa3b5"
    lid = solid(turned((26, 176, 14), (120, 206, 20), (138, 222, 6)), "#b9c2c9", dx=-40)
    bands = box(200, 262, 400, 18, "#41617f") + box(200, 590, 400, 18, "#41617f")
    knob = circle(400, 170, 20, "#9aa4ac")
    thumb = line("M520 214q26-30 42 8v60", "#9aa4ac", 16)
    body = solid(turned((132, 220, 8), (146, 655, 26)), stone, bands, dx=-40)
    return handle(stone, 538) + thumb + body + knob + lid + bear()


def _gose() -> str:
    salt = line("M300 216H502", "#fff", 14, stroke_dasharray="0 12")
    lime = placed(citrus(60, "#6fae3c", "#cde58a"), x=510, y=214)
    sour = glass(SNIFTER, "#f2dc86", "gose", head="#fffbea", height=34)
    return lime + stem(580, 100) + sour + salt


def _tripel() -> str:
    steps = "".join(box(400 - 10 * n, 330 + 11 * n, 20 * n, 8, "#fff3cf", 3, opacity=0.8) for n in range(1, 8))
    knob = solid(disc(400, 520, 26, 18), "#e0a32e", dx=-10)
    return stem(480, 104) + glass(CHALICE, "#e59a2b", "tripel", height=50) + steps + knob


def _smoked() -> str:
    wire = line("M356 232L344 300M444 232L456 300", "#aeb6bd", 7)
    swing = solid(turned((22, 132, 12), (34, 150, 8), (34, 190, 8)), "#f4f1ea", dx=-14)
    red = box(362, 186, 76, 14, "#cf3f34", 7)
    paper = label("#f3e4c7", 430, 150) + flame()
    return bottle(STUBBY, "#6d4327", "#f4f1ea", paper) + wire + swing + red


def _free() -> str:
    stripes = box(200, 208, 400, 90, "#fff") + box(200, 560, 400, 64, "#1f4e79")
    return can("#6cb8e0", stripes, train()) + placed(leaves(3, 96, LEAF, 42), x=576, y=664)


PICTURES = {
    "lantern-hour-amber-ale": Picture("#f7d9b0", _amber()),
    "umbrella-weather-stout": Picture("#b9c7d8", _stout(), 150),
    "slow-sunrise-hazy-pale": Picture("#a9d8cf", _hazy(), 200),
    "tin-whistle-pilsner": Picture("#bfdcae", _pilsner(), 180),
    "cloud-counter-wheat-beer": Picture("#b5dcef", _wheat(), 150),
    "rusty-gate-red-ale": Picture("#f3c6b3", _red(), 200),
    "blushing-cherry-sour": Picture("#f8cbd3", _cherry(), 180),
    "snowed-in-porter": Picture("#c3cdf0", _porter(), 190),
    "harbour-lights-lager": Picture("#f6e3a1", _lager(), 180),
    "drowsy-bear-bock": Picture("#e3cfb4", _bock(), 200),
    "seaside-pocket-gose": Picture("#c4e6dc", _gose(), 160),
    "seven-steps-tripel": Picture("#d9c9ee", _tripel(), 160),
    "campfire-stories-smoked-beer": Picture("#f5c9a0", _smoked(), 170),
    "early-train-alcohol-free": Picture("#f9dcc4", _free(), 190),
}
