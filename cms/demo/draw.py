"""The pen and the shapes of the demo's pictures; `python cms/demo/draw.py` draws them all again."""

import math
import sys
from pathlib import Path
from random import Random

from PIL import Image, ImageColor, ImageDraw

FOLDER = Path(__file__).parent / "images"
WIDTH, HEIGHT, OVERSAMPLING = 1600, 900, 2

WHITE, CREAM, SAND, STONE, INK = "#ffffff", "#fff4dc", "#f2d6a2", "#dfe5e8", "#24344d"
SUN, GOLD, CORAL, BRICK, ROSE = "#ffc94d", "#e9a53a", "#ef7f5f", "#b9523a", "#d95c7f"
MIST, SKY, SEA, DEEP, SLATE = "#dcedf4", "#9fd0e2", "#3a9bb4", "#1c6382", "#5b7590"
MINT, GRASS, LEAF, FOREST, EARTH = "#cbe6cf", "#8cc57e", "#4d9b5c", "#21694f", "#8a5a3b"
SKIN = ("#8d5a3c", "#c58c63", "#5f3b28", "#e2b08a", "#a9714b")
CLOTHES = (CORAL, DEEP, GOLD, LEAF, ROSE, SLATE)
WALLS = ("#f6e7cf", "#f0b79a", "#bcd9dc", "#f4cf7d", "#e39b86")
AREA_COLOURS = {
    "financas-publicas": "#00695c",
    "gestao": "#1565c0",
    "fortalecimento-de-liderancas": "#6a3fb5",
    "planejamento-urbano-e-ambiental": "#33791f",
    "planejamento-estrategico": "#bf4a12",
    "politicas-para-juventude": "#c2185b",
    "engajamento": "#8a6100",
    "saude": "#c62828",
    "educacao": "#283593",
    "seguranca-publica": "#37474f",
    "comunicacao": "#00769b",
    "cultura-e-lazer": "#9c27a0",
}


def mix(colour, other, share):
    """Return `colour` with that share (0 to 1) of `other`."""
    pair = zip(ImageColor.getrgb(colour), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pair)


class Canvas:
    """A picture drawn in points of the final size, on a larger bitmap so that edges come out smooth."""

    def __init__(self, top, bottom):
        size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
        ends = [Image.new("RGB", size, colour) for colour in (bottom, top)]
        self.image = Image.composite(*ends, Image.linear_gradient("L").resize(size))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def polygon(self, points, fill):
        self.pen.polygon([(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points], fill=fill)

    def box(self, x, y, width, height, fill, radius=0):
        self._framed(self.pen.rounded_rectangle, x, y, width, height, fill=fill, radius=radius * OVERSAMPLING)

    def disc(self, x, y, radius, fill, flat=1.0):
        self._framed(self.pen.ellipse, x - radius, y - radius * flat, 2 * radius, 2 * radius * flat, fill=fill)

    def slice(self, x, y, radius, start, end, fill):
        frame = (x - radius, y - radius, 2 * radius, 2 * radius)
        self._framed(self.pen.pieslice, *frame, start=start, end=end, fill=fill)

    def arc(self, x, y, radius, start, end, fill, width):
        frame = (x - radius, y - radius, 2 * radius, 2 * radius)
        self._framed(self.pen.arc, *frame, start=start, end=end, fill=fill, width=width * OVERSAMPLING)

    def line(self, points, fill, width):
        scaled = [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]
        self.pen.line(scaled, fill=fill, width=round(width * OVERSAMPLING), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def _framed(self, shape, x, y, width, height, /, **style):
        shape([round(value * OVERSAMPLING) for value in (x, y, x + width, y + height)], **style)

    def finished(self):
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


# Sky, land and water


def sun(c, x, y, radius, fill=SUN):
    for growth, alpha in ((2.5, "26"), (1.7, "3c"), (1, "ff")):
        c.disc(x, y, radius * growth, fill + alpha)


def cloud(c, x, y, size, fill=WHITE):
    c.box(x - 1.7 * size, y - 0.4 * size, 3.4 * size, 0.8 * size, fill, 0.4 * size)
    c.disc(x - 0.4 * size, y - 0.35 * size, 0.7 * size, fill)
    c.disc(x + 0.6 * size, y - 0.2 * size, 0.5 * size, fill)


def hills(c, base, height, fill, shift=0.0, length=260):
    def ridge(x):
        return math.sin(x / length + shift) + 0.4 * math.sin(2.3 * x / length + 2 * shift)

    crest = [(x, base - height * (0.5 + 0.36 * ridge(x))) for x in range(-10, WIDTH + 20, 10)]
    c.polygon([(-10, HEIGHT + 10), *crest, (WIDTH + 10, HEIGHT + 10)], fill)


def ground(c, y, fill):
    c.box(-10, y, WIDTH + 20, HEIGHT - y + 10, fill)


def water(c, y, fill, bottom=HEIGHT):
    c.box(-10, y, WIDTH + 20, bottom - y, fill)
    rng = Random(y)
    for _ in range(int((bottom - y) / 6)):
        depth = rng.random()
        c.box(rng.uniform(-40, WIDTH), y + 12 + depth * (bottom - y - 28), 30 + 110 * depth, 5, WHITE + "50", 2)


def road(c, y, thickness=90):
    c.box(-10, y, WIDTH + 20, thickness, SLATE)
    for x in range(30, WIDTH, 150):
        c.box(x, y + thickness / 2 - 4, 76, 8, CREAM, 4)


# Plants


def tree(c, x, base, size, fill=LEAF):
    c.line([(x, base), (x, base - 0.5 * size)], EARTH, 0.08 * size)
    c.disc(x - 0.18 * size, base - 0.5 * size, 0.24 * size, fill)
    c.disc(x + 0.2 * size, base - 0.52 * size, 0.22 * size, fill)
    c.disc(x, base - 0.72 * size, 0.28 * size, fill)
    c.disc(x - 0.07 * size, base - 0.76 * size, 0.17 * size, mix(fill, WHITE, 0.16))


def araucaria(c, x, base, size, fill=FOREST):
    c.line([(x, base), (x, base - 0.92 * size)], EARTH, 0.05 * size)
    for height, reach in ((0.66, 0.24), (0.79, 0.34), (0.92, 0.28)):
        for share in (-1, 1, -0.5, 0.5, 0):
            tip = (x + share * reach * size, base - (height + 0.04 * abs(share)) * size)
            c.line([(x, base - (height - 0.07) * size), tip], EARTH, 0.02 * size)
            c.disc(*tip, 0.12 * size, mix(fill, WHITE, 0.25 * (height - 0.66)), flat=0.42)


def palm(c, x, base, size, fill=LEAF):
    top = (x + 0.1 * size, base - 0.8 * size)
    c.line([(x, base), (x + 0.02 * size, base - 0.4 * size), top], EARTH, 0.05 * size)
    for angle in (-190, -160, -125, -90, -55, -20, 10):
        turn = math.radians(angle)
        reach, lift = 0.42 * size * math.cos(turn), 0.3 * size * math.sin(turn)
        bend, tip = (
            (top[0] + 0.5 * reach, top[1] + 0.8 * lift - 0.05 * size),
            (top[0] + reach, top[1] + lift + 0.08 * size),
        )
        c.line([top, bend, tip], fill if angle % 20 else mix(fill, INK, 0.15), 0.055 * size)
    c.disc(*top, 0.06 * size, EARTH)


def cactus(c, x, base, size, fill=FOREST):
    c.line([(x, base), (x, base - size)], fill, 0.13 * size)
    for side, low, high in ((-1, 0.35, 0.8), (1, 0.5, 0.95)):
        elbow = [(x, base - low * size), (x + side * 0.24 * size, base - low * size)]
        c.line([*elbow, (x + side * 0.24 * size, base - high * size)], fill, 0.11 * size)
        c.disc(x + side * 0.24 * size, base - (high + 0.06) * size, 0.05 * size, ROSE)


def row_of(plant, c, left, right, base, size, fills, seed=1, step=0.8):
    rng, x = Random(seed), left
    while x < right:
        plant(c, x, base + rng.uniform(-0.04, 0.04) * size, size * rng.uniform(0.75, 1.1), rng.choice(fills))
        x += size * step * rng.uniform(0.8, 1.3)


# Buildings


def panes(c, x, y, width, height, fill, pitch=34):
    columns, rows = max(int(width // pitch), 1), int(height // (pitch * 1.2))
    margin = (width - columns * pitch) / 2 + pitch * 0.24
    for row in range(rows):
        for column in range(columns):
            c.box(x + margin + column * pitch, y + 16 + row * pitch * 1.2, pitch * 0.52, pitch * 0.7, fill, 2)


def block(c, x, base, width, height, wall, pane=None):
    c.box(x, base - height, width, height + 4, wall)
    c.box(x + width * 0.82, base - height, width * 0.18, height + 4, mix(wall, INK, 0.1))
    if pane:
        panes(c, x, base - height, width * 0.82, height - 20, pane)


def skyline(c, left, right, base, low, high, walls, seed, pane=None):
    rng, x = Random(seed), left
    while x < right - 40:
        width = min(rng.choice((80, 96, 112, 130)), right - x)
        height = rng.uniform(low, high)
        if rng.random() < 0.3:
            c.line([(x + width / 2, base - height), (x + width / 2, base - height - 46)], SLATE, 4)
        block(c, x, base, width, height, rng.choice(walls), pane)
        x += width + rng.choice((-6, 0, 10))


def house(c, x, base, width, wall, roof=BRICK, door=DEEP, floors=1):
    height = width * (0.1 + 0.5 * floors)
    c.box(x, base - height, width, height, wall)
    c.polygon(
        [
            (x - 0.07 * width, base - height),
            (x + 0.14 * width, base - height - 0.26 * width),
            (x + 0.86 * width, base - height - 0.26 * width),
            (x + 1.07 * width, base - height),
        ],
        roof,
    )
    c.box(x + 0.4 * width, base - 0.42 * width, 0.2 * width, 0.42 * width, door, 4)
    for floor in range(floors):
        for offset in (0.1, 0.72) if floor == 0 else (0.1, 0.41, 0.72):
            top = base - (0.44 + 0.5 * floor) * width
            c.box(x + (offset - 0.02) * width, top - 0.02 * width, 0.22 * width, 0.28 * width, WHITE)
            c.box(x + offset * width, top, 0.18 * width, 0.24 * width, door)


def row_of_houses(c, left, right, base, width, seed=1, doors=(DEEP, LEAF, BRICK, GOLD), floors=(1, 1, 2), walls=WALLS):
    rng, x, previous = Random(seed), left, None
    while x < right:
        wall = previous = rng.choice([wall for wall in walls if wall != previous])
        house(c, x, base, width, wall, mix(BRICK, CORAL, rng.random() * 0.5), rng.choice(doors), rng.choice(floors))
        x += width * 1.06


def church(c, x, base, size, wall=WHITE, trim=GOLD):
    c.box(x - 0.36 * size, base - 0.62 * size, 0.72 * size, 0.62 * size, wall)
    c.polygon([(x - 0.2 * size, base - 0.6 * size), (x, base - 0.86 * size), (x + 0.2 * size, base - 0.6 * size)], wall)
    for side in (-0.44, 0.24):
        c.box(x + side * size, base - 0.86 * size, 0.2 * size, 0.86 * size, mix(wall, STONE, 0.5))
        peak = (x + (side + 0.1) * size, base - 1.1 * size)
        c.polygon(
            [(x + (side - 0.02) * size, base - 0.86 * size), peak, (x + (side + 0.22) * size, base - 0.86 * size)], trim
        )
        c.box(x + (side + 0.06) * size, base - 0.76 * size, 0.08 * size, 0.16 * size, SLATE, 0.04 * size)
        c.box(x + (side + 0.06) * size, base - 0.4 * size, 0.08 * size, 0.14 * size, SLATE, 0.04 * size)
    c.line([(x, base - 0.84 * size), (x, base - 0.98 * size)], trim, 0.02 * size)
    c.line([(x - 0.04 * size, base - 0.93 * size), (x + 0.04 * size, base - 0.93 * size)], trim, 0.02 * size)
    c.disc(x, base - 0.6 * size, 0.07 * size, SKY)
    c.box(x - 0.1 * size, base - 0.34 * size, 0.2 * size, 0.34 * size, EARTH, 0.09 * size)


def civic_building(c, x, base, width, height, wall, accent, door=DEEP):
    """A public building with its colour in a band along the roof."""
    c.box(x, base - height, width, height, wall)
    c.box(x - 0.03 * width, base - height - 26, 1.06 * width, 46, accent, 8)
    for share in (0.06, 0.2, 0.68, 0.82):
        c.box(x + share * width, base - 0.62 * height, 0.12 * width, 0.34 * height, SKY, 6)
    c.box(x + 0.4 * width, base - 0.6 * height, 0.2 * width, 0.6 * height, door, 8)
    c.box(x + 0.37 * width, base - 0.68 * height, 0.26 * width, 0.08 * height, accent, 6)
    c.line([(x + width / 2, base - 0.58 * height), (x + width / 2, base)], WHITE, 4)


def cable_bridge(c, deck, mast, height, reach, fill=WHITE, cable=WHITE):
    c.line([(-20, deck), (WIDTH + 20, deck)], fill, 18)
    c.polygon(
        [(mast - 22, deck + 130), (mast - 8, deck - height), (mast + 8, deck - height), (mast + 22, deck + 130)], fill
    )
    for step in range(1, 10):
        for side in (-1, 1):
            top = deck - height + 20 + step * 10
            c.line([(mast, top), (mast + side * reach * step / 9, deck)], cable, 3)


# People and things that move


def person(c, x, base, size, clothes, skin, raised=False, long_hair=False):
    c.line([(x - 0.06 * size, base), (x - 0.06 * size, base - 0.4 * size)], INK, 0.1 * size)
    c.line([(x + 0.06 * size, base), (x + 0.06 * size, base - 0.4 * size)], INK, 0.1 * size)
    for side in (-1, 1):
        hand = (x + side * 0.24 * size, base - (0.98 if raised and side > 0 else 0.42) * size)
        c.line([(x + side * 0.12 * size, base - 0.7 * size), hand], skin, 0.07 * size)
    hair = mix(INK, skin, 0.18)
    if long_hair:
        c.box(x - 0.13 * size, base - 0.98 * size, 0.26 * size, 0.3 * size, hair, 0.1 * size)
    c.box(x - 0.16 * size, base - 0.78 * size, 0.32 * size, 0.46 * size, clothes, 0.12 * size)
    c.disc(x, base - 0.89 * size, 0.11 * size, skin)
    c.slice(x, base - 0.91 * size, 0.115 * size, 180, 360, hair)


def people(c, places, base, size, seed=1, raised=False):
    rng = Random(seed)
    clothes = rng.sample(CLOTHES, len(CLOTHES))
    for number, x in enumerate(places):
        height, even = size * rng.uniform(0.86, 1.04), number % 2 == 0
        person(c, x, base, height, clothes[number % len(clothes)], rng.choice(SKIN), raised and even, not even)


def wheel(c, x, y, radius):
    c.disc(x, y, radius, INK)
    c.disc(x, y, 0.5 * radius, STONE)


def bus(c, x, base, length=340, fill=CORAL):
    height = 130
    c.box(x, base - height - 18, length, height, fill, 18)
    c.box(x, base - 64, length, 14, mix(fill, WHITE, 0.6))
    count = length // 80
    for number in range(count):
        c.box(x + 18 + number * (length - 30) / count, base - height + 2, (length - 30) / count - 14, 52, MIST, 8)
    for place in (0.2, 0.8):
        wheel(c, x + place * length, base - 14, 24)


def bicycle(c, x, base, size, clothes=GOLD, skin=SKIN[1]):
    hub, seat, bar = base - 0.28 * size, (x - 0.14 * size, base - 0.66 * size), (x + 0.3 * size, base - 0.72 * size)
    for side in (-0.42, 0.42):
        c.arc(x + side * size, hub, 0.28 * size, 0, 360, INK, 5)
    frame = [(x - 0.42 * size, hub), seat, (x + 0.26 * size, base - 0.6 * size), (x, hub), (x - 0.42 * size, hub)]
    c.line(frame, BRICK, 6)
    c.line([(x + 0.42 * size, hub), bar], BRICK, 6)
    c.line([seat, (x + 0.1 * size, base - 0.5 * size), (x, base - 0.22 * size)], INK, 0.1 * size)
    shoulder = (x + 0.04 * size, base - 1.12 * size)
    c.line([seat, shoulder], clothes, 0.22 * size)
    c.line([shoulder, bar], skin, 0.08 * size)
    c.disc(x + 0.1 * size, base - 1.36 * size, 0.13 * size, skin)
    c.slice(x + 0.1 * size, base - 1.38 * size, 0.14 * size, 180, 360, CORAL)


def boat(c, x, y, size, hull=CORAL, sail=None):
    c.polygon(
        [(x - size, y - 0.28 * size), (x + size, y - 0.34 * size), (x + 0.72 * size, y), (x - 0.74 * size, y)], hull
    )
    c.line([(x - 0.98 * size, y - 0.28 * size), (x + 0.98 * size, y - 0.34 * size)], WHITE, 0.06 * size)
    if sail:
        c.line([(x, y - 0.3 * size), (x, y - 1.7 * size)], EARTH, 0.05 * size)
        c.polygon(
            [(x + 0.06 * size, y - 1.66 * size), (x + 0.8 * size, y - 0.46 * size), (x + 0.06 * size, y - 0.46 * size)],
            sail,
        )
        c.polygon(
            [(x - 0.06 * size, y - 1.5 * size), (x - 0.56 * size, y - 0.46 * size), (x - 0.06 * size, y - 0.46 * size)],
            CREAM,
        )
    else:
        c.box(x - 0.4 * size, y - 0.68 * size, 0.62 * size, 0.38 * size, CREAM, 0.05 * size)
        c.box(x - 0.3 * size, y - 0.6 * size, 0.16 * size, 0.16 * size, DEEP)
        c.box(x - 0.02 * size, y - 0.6 * size, 0.16 * size, 0.16 * size, DEEP)


def bunting(c, left, right, y, sag, fills=CLOTHES):
    for number in range(18):
        share = (number + 0.5) / 18
        x, drop = left + (right - left) * share, sag * 4 * share * (1 - share)
        c.polygon(
            [
                (x - 22, y + drop),
                (x + 22, y + drop),
                (x + 22, y + drop + 44),
                (x, y + drop + 28),
                (x - 22, y + drop + 44),
            ],
            fills[number % len(fills)],
        )
    curve = [(left + (right - left) * step / 40, y + sag * 4 * step / 40 * (1 - step / 40)) for step in range(41)]
    c.line(curve, INK, 3)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from cms.demo.pictures import main

    main()
