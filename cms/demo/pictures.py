"""The pictures of the demo content: the programme, its areas and its cities."""

import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

from cms.demo.draw import (
    AREA_COLOURS,
    BRICK,
    CLOTHES,
    CORAL,
    CREAM,
    DEEP,
    EARTH,
    FOLDER,
    FOREST,
    GOLD,
    GRASS,
    HEIGHT,
    INK,
    LEAF,
    MINT,
    MIST,
    ROSE,
    SAND,
    SEA,
    SKIN,
    SKY,
    SLATE,
    STONE,
    SUN,
    WALLS,
    WHITE,
    WIDTH,
    Canvas,
    araucaria,
    bicycle,
    boat,
    bunting,
    bus,
    cable_bridge,
    cactus,
    church,
    civic_building,
    cloud,
    ground,
    hills,
    mix,
    palm,
    panes,
    people,
    person,
    road,
    row_of,
    row_of_houses,
    skyline,
    sun,
    tree,
    water,
)

PICTURES: dict[str, Callable[[], Canvas]] = {}


def picture(name):
    """Register a scene as the picture of that file name."""

    def register(draw):
        PICTURES[name] = draw
        return draw

    return register


# Pictures of the programme


@picture("inicio")
def home():
    c = Canvas(SKY, CREAM)
    sun(c, 1130, 300, 84)
    cloud(c, 260, 150, 52)
    cloud(c, 1420, 120, 40)
    hills(c, 640, 210, mix(MINT, SKY, 0.5), 0.4)
    hills(c, 680, 170, MINT, 2.4, 200)
    skyline(c, -30, 760, 690, 190, 400, [mix(wall, SKY, 0.6) for wall in WALLS], 11)
    skyline(c, 40, 640, 700, 110, 280, WALLS, 4, WHITE)
    ground(c, 690, GRASS)
    row_of_houses(c, 1090, 1560, 700, 104, 5)
    church(c, 1010, 700, 150)
    row_of(tree, c, 640, 960, 716, 150, (LEAF, FOREST, GOLD), 3)
    road(c, 748)
    bus(c, 180, 812)
    bicycle(c, 1320, 822, 92)
    ground(c, 838, LEAF)
    people(c, (660, 730, 800, 900, 960), 884, 150, 8, raised=True)
    return c


@picture("nucleo-de-governanca")
def governance():
    c = Canvas("#e8e1f4", CREAM)
    c.box(500, 90, 600, 300, WHITE, 18)
    for x, height in ((580, 90), (690, 140), (800, 120), (910, 190)):
        c.box(x, 340 - height, 70, height, mix(SEA, WHITE, 0.1 * (x % 3)), 8)
    c.line([(600, 230), (730, 180), (840, 200), (1000, 120)], CORAL, 10)
    tree(c, 160, 700, 300)
    tree(c, 1450, 700, 260, FOREST)
    ground(c, 690, mix(SAND, WHITE, 0.35))
    people(c, (420, 560, 700, 900, 1040, 1180), 700, 300, 5)
    c.disc(800, 690, 560, mix(EARTH, SAND, 0.35), flat=0.19)
    c.disc(800, 676, 560, mix(EARTH, SAND, 0.6), flat=0.19)
    for x, turn in ((470, 20), (690, -10), (910, 10), (1130, -20)):
        c.polygon([(x - 70, 690), (x + 50 + turn, 690), (x + 70, 650), (x - 50 + turn, 650)], WHITE)
        c.line([(x - 34, 664 + 8), (x + 38, 664 + 8)], STONE, 6)
    return c


BRAZIL = (
    (-60, 5), (-64, 4), (-62, 1.5), (-66, 1), (-69.8, 1.5), (-69.5, -4), (-73, -6), (-73.8, -8), (-70.6, -9.6),
    (-70, -11), (-66, -10), (-65, -12), (-60.3, -13.6), (-60, -16), (-57.8, -17), (-58, -20), (-55.8, -22.3),
    (-54.3, -24.6), (-53.8, -27), (-57.6, -30.2), (-53.3, -33.7), (-50, -29.8), (-48.6, -26), (-46.5, -24.2),
    (-42, -23), (-40.8, -21.4), (-39.2, -17), (-38.5, -13), (-35, -9), (-35, -5.2), (-38.5, -3.6), (-43.5, -2.4),
    (-48, -0.6), (-50, 1), (-51.5, 4.2), (-54.5, 2.4), (-58.5, 1.4),
)  # fmt: skip
PLACES = (
    (-47.06, -22.9), (-52.34, -31.77), (-44.7, -23.2), (-43.35, -21.76), (-42.8, -5.09), (-49.27, -25.43),
    (-38.5, -12.97), (-40.5, -9.4), (-35.97, -8.28), (-48.1, -22.2),
)  # fmt: skip


def on_map(longitude, latitude):
    return 800 + (longitude + 54) * 20.5, 462 - (latitude + 14.3) * 20.5


def pin(c, x, y, size, fill):
    c.disc(x, y, 0.3 * size, INK + "30", flat=0.4)
    c.polygon([(x - 0.34 * size, y - 0.72 * size), (x, y), (x + 0.34 * size, y - 0.72 * size)], fill)
    c.disc(x, y - 0.86 * size, 0.38 * size, fill)
    c.disc(x, y - 0.86 * size, 0.16 * size, WHITE)


@picture("rede-de-cidades")
def network():
    c = Canvas(MIST, "#bfe0e6")
    for radius in (620, 480, 340):
        c.disc(820, 470, radius, WHITE + "38")
    c.polygon([(x + 10, y + 14) for x, y in (on_map(*point) for point in BRAZIL)], DEEP + "30")
    c.polygon([on_map(*point) for point in BRAZIL], GRASS)
    spots = [on_map(*place) for place in PLACES]
    for start, end in ((0, 9), (0, 2), (2, 3), (3, 6), (6, 8), (8, 7), (7, 4), (0, 5), (5, 1), (3, 7), (4, 8)):
        c.line([spots[start], spots[end]], WHITE, 5)
    for number, (x, y) in enumerate(sorted(spots, key=lambda spot: spot[1])):
        pin(c, x, y, 54, CLOTHES[number % 5])
    cloud(c, 240, 200, 56)
    cloud(c, 1400, 700, 48)
    return c


@picture("rua")
def street():
    c = Canvas("#fbe3c4", CREAM)
    sun(c, 330, 250, 70)
    hills(c, 620, 140, mix(MINT, CREAM, 0.3), 1)
    row_of_houses(c, -40, 1640, 690, 190, 21, floors=(1, 2, 2))
    c.box(-10, 690, WIDTH + 20, 64, STONE)
    road(c, 754, 100)
    ground(c, 854, STONE)
    for x in (150, 620, 1130, 1500):
        tree(c, x, 742, 220, (LEAF, GOLD, FOREST, LEAF)[x % 4])
    people(c, (300, 380, 800, 940, 1330), 748, 150, 3)
    bus(c, 420, 832, 400, SEA)
    bicycle(c, 1210, 842, 100, ROSE)
    return c


@picture("frentes-de-trabalho")
def planning_wall():
    c = Canvas("#e3eef6", CREAM)
    c.box(260, 90, 1080, 500, WHITE, 24)
    for column, colour in enumerate((CORAL, GOLD, SEA, LEAF)):
        x = 310 + column * 255
        c.box(x, 130, 215, 24, mix(colour, WHITE, 0.2), 12)
        for row in range((4, 3, 3, 2)[column]):
            c.box(x + 5 * ((row + column) % 3), 186 + row * 94, 200, 76, mix(colour, WHITE, 0.55), 6)
            c.line([(x + 30, 212 + row * 94), (x + 150, 212 + row * 94)], WHITE, 8)
            c.line([(x + 30, 236 + row * 94), (x + 110, 236 + row * 94)], WHITE, 8)
    ground(c, 780, SAND)
    people(c, (330, 480, 780, 1080, 1210), 840, 330, 12, raised=True)
    tree(c, 110, 830, 320)
    tree(c, 1490, 830, 300, FOREST)
    return c


@picture("transparencia")
def transparency():
    c = Canvas(MIST, CREAM)
    hills(c, 700, 160, MINT, 1.5)
    ground(c, 740, GRASS)
    c.box(430, 110, 560, 700, WHITE, 20)
    c.box(430, 110, 560, 96, DEEP, 20)
    c.box(430, 170, 560, 40, WHITE)
    for row, length in enumerate((380, 440, 300)):
        c.box(490, 250 + row * 46, length, 18, STONE, 9)
    for x, height, colour in ((500, 130, SEA), (600, 210, GOLD), (700, 170, CORAL), (800, 270, LEAF)):
        c.box(x, 750 - height, 76, height, colour, 8)
    c.line([(1115, 620), (1290, 800)], EARTH, 44)
    c.disc(1000, 500, 178, INK)
    c.disc(1000, 500, 152, mix(MIST, WHITE, 0.5))
    for x, height, colour in ((908, 110, GOLD), (972, 80, CORAL), (1036, 150, LEAF)):
        c.box(x, 590 - height, 50, height, colour, 6)
    tree(c, 200, 780, 330)
    tree(c, 1440, 780, 250, FOREST)
    people(c, (290, 370), 790, 200, 6)
    return c


# Pictures of the areas


def area_canvas(slug):
    colour = AREA_COLOURS[slug]
    c = Canvas(mix(colour, WHITE, 0.8), mix(colour, CREAM, 0.93))
    c.disc(800, 430, 360, mix(colour, WHITE, 0.68))
    return c, colour


def coins(c, x, base, count):
    for number in range(count):
        c.disc(x, base - number * 26, 78, mix(GOLD, EARTH, 0.35), flat=0.34)
        c.disc(x, base - number * 26 - 14, 78, SUN if number % 2 else GOLD, flat=0.34)
    c.disc(x, base - count * 26 + 12, 50, mix(SUN, WHITE, 0.35), flat=0.34)


@picture("area-financas-publicas")
def public_finance():
    c, colour = area_canvas("financas-publicas")
    c.box(470, 130, 660, 440, WHITE, 28)
    for number, height in enumerate((90, 140, 190, 270)):
        c.box(530 + number * 140, 520 - height, 96, height, mix(colour, WHITE, 0.6 - 0.15 * number), 10)
    c.line([(560, 360), (700, 320), (830, 260), (1030, 190)], CORAL, 14)
    c.polygon([(1010, 158), (1074, 176), (1032, 228)], CORAL)
    ground(c, 740, mix(colour, WHITE, 0.35))
    for x, count in ((470, 3), (660, 5), (850, 7), (1040, 9)):
        coins(c, x, 780, count)
    c.line([(1240, 780), (1240, 640)], FOREST, 14)
    c.disc(1198, 640, 60, LEAF, flat=0.5)
    c.disc(1282, 606, 60, mix(LEAF, WHITE, 0.2), flat=0.5)
    c.polygon([(1160, 720), (1320, 720), (1296, 820), (1184, 820)], BRICK)
    tree(c, 220, 790, 280)
    return c


def check(c, x, y, size, fill, width=12):
    c.line([(x - 0.5 * size, y), (x - 0.1 * size, y + 0.4 * size), (x + 0.6 * size, y - 0.45 * size)], fill, width)


@picture("area-gestao")
def management():
    c, colour = area_canvas("gestao")
    ground(c, 770, mix(colour, WHITE, 0.45))
    c.box(480, 120, 640, 660, mix(colour, INK, 0.1), 30)
    c.box(515, 160, 570, 585, WHITE, 16)
    c.box(690, 84, 220, 84, SUN, 20)
    for row in range(4):
        y = 250 + row * 125
        c.box(560, y - 36, 76, 76, mix(colour, WHITE, 0.8) if row == 3 else LEAF, 14)
        if row < 3:
            check(c, 596, y, 38, WHITE)
        c.box(670, y - 28, (330, 270, 350, 240)[row], 20, mix(colour, WHITE, 0.55), 10)
        c.box(670, y + 10, (220, 300, 180, 160)[row], 16, STONE, 8)
    people(c, (330, 1250, 1370), 830, 330, 9, raised=True)
    return c


def star(c, x, y, radius, fill):
    spokes = [(radius if step % 2 == 0 else 0.45 * radius, math.pi * step / 5 - math.pi / 2) for step in range(10)]
    c.polygon([(x + reach * math.cos(turn), y + reach * math.sin(turn)) for reach, turn in spokes], fill)


@picture("area-fortalecimento-de-liderancas")
def leadership():
    c, colour = area_canvas("fortalecimento-de-liderancas")
    star(c, 800, 190, 84, SUN)
    for x, y in ((610, 250), (990, 250)):
        star(c, x, y, 40, mix(SUN, WHITE, 0.3))
    for left, top in ((240, 740), (430, 670), (620, 600)):
        c.box(left, top, WIDTH - 2 * left, HEIGHT - top + 10, mix(colour, WHITE, 0.65 - (740 - top) / 400), 12)
    people(c, (330, 1270), 742, 250, 2)
    people(c, (520, 1080), 672, 260, 7)
    people(c, (710, 890), 602, 270, 4)
    person(c, 800, 602, 310, colour, SKIN[0], raised=True)
    return c


@picture("area-planejamento-urbano-e-ambiental")
def urban_planning():
    c, colour = area_canvas("planejamento-urbano-e-ambiental")
    sun(c, 1090, 230, 60)
    hills(c, 610, 150, mix(GRASS, WHITE, 0.5), 0.5)
    skyline(c, 380, 1150, 650, 120, 330, [mix(wall, WHITE, 0.25) for wall in WALLS], 9, mix(SKY, WHITE, 0.3))
    ground(c, 640, GRASS)
    c.polygon([(1300, 640), (1390, 640), (1180, 760), (1080, 910), (560, 910), (930, 740)], SEA)
    c.polygon([(1320, 650), (1360, 650), (1090, 770), (930, 910), (720, 910), (1000, 760)], mix(SEA, WHITE, 0.2))
    row_of(tree, c, 60, 420, 700, 190, (LEAF, FOREST, colour), 3)
    row_of(tree, c, 1370, 1600, 740, 220, (LEAF, FOREST, colour), 6)
    c.line([(-20, 850), (300, 820), (560, 760), (800, 705), (1010, 640)], CREAM, 40)
    bicycle(c, 350, 815, 110, CORAL)
    people(c, (560, 610), 770, 130, 3)
    tree(c, 130, 800, 240, FOREST)
    return c


def winding_path(c, fill):
    """A path that narrows as it climbs to the middle of the picture."""
    edges = {-1: [], 1: []}
    for step in range(61):
        way = step / 60
        x, half = 800 - 300 * math.sin(8 * way) * (1 - way) ** 1.2, 12 + 62 * (1 - way) ** 1.6
        for side, edge in edges.items():
            edge.append((x + side * half, 910 - 400 * way**0.8))
    c.polygon(edges[-1] + edges[1][::-1], fill)


@picture("area-planejamento-estrategico")
def strategic_planning():
    c, colour = area_canvas("planejamento-estrategico")
    hills(c, 600, 190, mix(colour, WHITE, 0.62), 0.9)
    hills(c, 640, 200, mix(GRASS, CREAM, 0.35), 5.2, 330)
    c.slice(800, 1230, 760, 180, 360, GRASS)
    winding_path(c, CREAM)
    for radius, fill in ((180, colour), (136, WHITE), (92, colour), (48, SUN)):
        c.disc(800, 320, radius, fill)
    c.line([(800, 320), (1040, 120)], INK, 12)
    c.polygon([(1020, 137), (1030, 70), (1066, 98)], CORAL)
    c.polygon([(1020, 137), (1092, 134), (1066, 98)], mix(CORAL, INK, 0.15))
    for x, y in ((560, 700), (1010, 620)):
        c.line([(x, y), (x, y - 100)], INK, 7)
        c.polygon([(x, y - 100), (x + 70, y - 76), (x, y - 52)], ROSE)
    tree(c, 210, 830, 260)
    tree(c, 1370, 830, 290, FOREST)
    return c


@picture("area-politicas-para-juventude")
def youth():
    c, colour = area_canvas("politicas-para-juventude")
    c.box(120, 250, 1360, 470, mix(colour, WHITE, 0.5), 20)
    for x, radius, fill in ((300, 150, SUN), (560, 110, CORAL), (1260, 170, SEA), (1010, 110, GOLD)):
        c.slice(x, 720, radius * 1.4, 180, 360, fill)
        c.slice(x, 720, radius * 0.8, 180, 360, mix(fill, WHITE, 0.45))
    star(c, 780, 390, 80, SUN)
    ground(c, 720, mix(colour, CREAM, 0.72))
    c.box(1400, 300, 22, 470, INK)
    c.box(1290, 250, 140, 120, WHITE, 8)
    c.box(1254, 360, 90, 12, BRICK, 6)
    c.polygon([(1260, 372), (1338, 372), (1322, 440), (1276, 440)], WHITE + "b0")
    c.disc(1230, 296, 40, GOLD)
    c.arc(1230, 296, 40, 60, 180, EARTH, 5)
    people(c, (360, 500, 640, 900, 1130), 830, 300, 13, raised=True)
    return c


def bubble(c, x, y, width, height, fill, side=1):
    c.box(x, y, width, height, fill, 34)
    foot = x + width * (0.5 - 0.25 * side)
    c.polygon([(foot - 26, y + height - 4), (foot + 26, y + height - 4), (foot - side * 30, y + height + 46)], fill)


@picture("area-engajamento")
def engagement():
    c, colour = area_canvas("engajamento")
    ground(c, 770, mix(colour, WHITE, 0.5))
    bubble(c, 330, 150, 270, 170, WHITE)
    bubble(c, 660, 90, 300, 190, colour)
    bubble(c, 1010, 170, 260, 160, WHITE, -1)
    check(c, 805, 185, 90, WHITE, 20)
    for x, y in ((390, 210), (1070, 225)):
        c.box(x, y, 150, 18, mix(colour, WHITE, 0.5), 9)
        c.box(x, y + 36, 100, 18, mix(colour, WHITE, 0.5), 9)
    people(c, (250, 430, 610, 800, 990, 1170, 1350), 820, 350, 14, raised=True)
    return c


def heart(c, x, y, size, fill):
    c.disc(x - 0.25 * size, y - 0.15 * size, 0.29 * size, fill)
    c.disc(x + 0.25 * size, y - 0.15 * size, 0.29 * size, fill)
    c.polygon([(x - 0.51 * size, y), (x, y - 0.3 * size), (x + 0.51 * size, y), (x, y + 0.55 * size)], fill)


@picture("area-saude")
def health():
    c, colour = area_canvas("saude")
    heart(c, 800, 220, 230, colour)
    c.line([(690, 220), (750, 220), (780, 160), (815, 280), (845, 220), (910, 220)], WHITE, 14)
    ground(c, 730, GRASS)
    c.box(-10, 800, WIDTH + 20, 110, mix(SAND, WHITE, 0.3))
    civic_building(c, 440, 750, 720, 300, WHITE, colour)
    c.disc(800, 463, 64, colour)
    c.box(764, 452, 72, 22, WHITE, 4)
    c.box(789, 427, 22, 72, WHITE, 4)
    tree(c, 260, 780, 330)
    tree(c, 1350, 780, 300, FOREST)
    people(c, (420, 560, 1060, 1180), 850, 210, 17)
    return c


@picture("area-educacao")
def education():
    c, colour = area_canvas("educacao")
    ground(c, 620, mix(GRASS, WHITE, 0.15))
    civic_building(c, 520, 620, 560, 220, CREAM, colour)
    c.line([(800, 390), (800, 270)], INK, 8)
    c.polygon([(804, 272), (900, 296), (804, 324)], SUN)
    tree(c, 390, 640, 230)
    tree(c, 1200, 640, 210, FOREST)
    people(c, (250, 320, 1300, 1370), 690, 170, 10, raised=True)
    c.polygon([(350, 700), (1250, 700), (1250, 850), (800, 872), (350, 850)], colour)
    for side in (-1, 1):
        page = [(0, 690), (200, 650), (420, 676), (420, 816), (200, 796), (0, 846)]
        c.polygon([(800 + side * x, y) for x, y in page], WHITE if side < 0 else mix(STONE, WHITE, 0.5))
        for y in (706, 740, 774):
            row = [(60, y - 6), (200, y - 26), (370, y - 12)]
            c.line([(800 + side * x, y) for x, y in row], mix(colour, WHITE, 0.7), 8)
    return c


def shield(c, x, y, size, fill):
    outline = [(-0.5, -0.5), (0, -0.64), (0.5, -0.5), (0.5, 0.05), (0.36, 0.38), (0, 0.66), (-0.36, 0.38), (-0.5, 0.05)]
    c.polygon([(x + left * size, y + top * size) for left, top in outline], fill)


def lamp(c, x, base, height):
    c.line([(x, base), (x, base - height), (x + 60, base - height)], INK, 9)
    c.polygon([(x + 40, base - height), (x + 90, base - height), (x + 170, base), (x - 30, base)], SUN + "38")
    c.box(x + 36, base - height - 6, 58, 18, SUN, 9)


@picture("area-seguranca-publica")
def safety():
    c = Canvas("#34507a", "#f3b48f")
    c.disc(1310, 170, 60, CREAM)
    skyline(c, -20, 1640, 700, 130, 330, ("#4b628a", "#56709a", "#415680"), 6, SUN)
    for size, fill in ((400, WHITE), (350, AREA_COLOURS["seguranca-publica"])):
        shield(c, 800, 350, size, fill)
    check(c, 790, 350, 150, SUN, 30)
    row_of_houses(c, -30, 470, 760, 150, 31, (SUN,))
    row_of_houses(c, 1130, 1620, 760, 150, 32, (SUN,))
    ground(c, 760, "#7c8fa6")
    row_of(tree, c, 560, 1080, 770, 160, (FOREST, LEAF), 2, 1.1)
    for x in (120, 500, 1010, 1380):
        lamp(c, x, 830, 270)
    people(c, (330, 400, 690, 860, 1230), 850, 180, 5)
    return c


@picture("area-comunicacao")
def communication():
    c, colour = area_canvas("comunicacao")
    ground(c, 780, mix(colour, WHITE, 0.55))
    for radius, alpha in ((500, "40"), (400, "70"), (300, "a0")):
        c.arc(900, 430, radius, -38, 38, colour + alpha, 26)
    c.line([(640, 520), (700, 760)], INK, 54)
    c.box(470, 340, 220, 190, colour, 40)
    c.polygon([(640, 345), (1000, 190), (1000, 680), (640, 525)], mix(colour, WHITE, 0.25))
    c.box(970, 170, 60, 530, SUN, 30)
    bubble(c, 180, 150, 230, 140, WHITE)
    c.box(230, 200, 130, 16, mix(colour, WHITE, 0.5), 8)
    c.box(230, 232, 80, 16, mix(colour, WHITE, 0.5), 8)
    people(c, (240, 350, 1180, 1310, 1430), 850, 230, 19, raised=True)
    return c


@picture("area-cultura-e-lazer")
def culture():
    c, colour = area_canvas("cultura-e-lazer")
    ground(c, 730, mix(colour, WHITE, 0.45))
    c.box(330, 650, 940, 110, mix(EARTH, SAND, 0.3), 10)
    c.polygon([(360, 260), (800, 110), (1240, 260)], colour)
    c.box(340, 250, 920, 40, mix(colour, INK, 0.2), 14)
    for x in (380, 1190):
        c.box(x, 290, 30, 360, CREAM)
    for x, tilt in ((640, -60), (960, 60)):
        c.polygon([(x - 20, 290), (x + 20, 290), (x + 100 - tilt, 650), (x - 100 - tilt, 650)], SUN + "50")
    bunting(c, 400, 1200, 300, 60)
    people(c, (650, 800, 960), 655, 230, 23, raised=True)
    c.line([(740, 545), (860, 510)], EARTH, 14)
    c.disc(760, 540, 38, BRICK)
    c.disc(760, 540, 14, INK)
    tree(c, 180, 780, 360, GOLD)
    tree(c, 1430, 780, 340)
    people(c, (300, 420, 1180, 1300), 880, 210, 29, raised=True)
    return c


# Pictures of the cities


@picture("cidade-campinas")
def campinas():
    c = Canvas("#bfe3ee", CREAM)
    sun(c, 830, 170, 58)
    cloud(c, 320, 170, 50)
    hills(c, 650, 150, MINT, 1.9)
    skyline(c, 60, 1060, 690, 160, 400, WALLS, 17, WHITE)
    c.box(1180, 400, 130, 300, CREAM)
    c.box(1160, 380, 170, 40, BRICK, 6)
    c.polygon([(1190, 380), (1245, 310), (1300, 380)], BRICK)
    panes(c, 1190, 430, 110, 240, SLATE, 52)
    ground(c, 690, GRASS)
    row_of(tree, c, 40, 1100, 720, 150, (ROSE, LEAF, GOLD, FOREST), 7, 1.2)
    c.disc(800, 835, 420, SEA, flat=0.13)
    c.disc(800, 830, 380, mix(SEA, WHITE, 0.25), flat=0.11)
    palm(c, 1420, 770, 330)
    palm(c, 1500, 790, 260, FOREST)
    people(c, (150, 220, 290, 1330), 830, 150, 2)
    return c


@picture("cidade-pelotas")
def pelotas():
    c = Canvas("#f8d9b0", "#fff1da")
    sun(c, 800, 420, 90, CORAL)
    cloud(c, 260, 180, 46)
    water(c, 560, mix(SEA, WHITE, 0.2), 690)
    boat(c, 330, 610, 60, BRICK, CREAM)
    boat(c, 1330, 600, 50, DEEP, CREAM)
    ground(c, 690, GRASS)
    for x, wall in ((445, "#f4cf7d"), (785, "#e9b7a8")):
        c.box(x, 480, 340, 240, wall)
        c.box(x - 14, 462, 368, 30, WHITE, 6)
        for share in (0.08, 0.3, 0.58, 0.8):
            c.box(x + share * 340, 540, 44, 120, WHITE, 22)
            c.box(x + share * 340 + 7, 548, 30, 108, DEEP, 15)
        c.box(x + 146, 590, 54, 130, EARTH, 10)
    row_of(tree, c, 60, 400, 740, 200, (LEAF, FOREST), 8)
    row_of(tree, c, 1220, 1580, 740, 200, (LEAF, FOREST), 9)
    c.polygon([(690, 720), (890, 720), (1150, 910), (430, 910)], CREAM)
    people(c, (640, 880, 960), 850, 160, 4)
    bicycle(c, 320, 850, 100, DEEP)
    return c


@picture("cidade-paraty")
def paraty():
    c = Canvas(SKY, CREAM)
    cloud(c, 1180, 140, 50)
    hills(c, 520, 330, mix(FOREST, SKY, 0.6), 0.2, 190)
    hills(c, 600, 240, mix(LEAF, SKY, 0.3), 2.2, 150)
    row_of_houses(c, 20, 560, 650, 130, 3, floors=(1, 2), walls=(WHITE, CREAM))
    church(c, 730, 650, 260, WHITE, SLATE)
    row_of_houses(c, 910, 1560, 650, 130, 4, floors=(1, 2), walls=(WHITE, CREAM))
    c.box(-10, 650, WIDTH + 20, 60, mix(SAND, SLATE, 0.2))
    palm(c, 866, 690, 190)
    people(c, (90, 160, 980, 1240), 700, 110, 6)
    water(c, 700, SEA)
    for x in (500, 620, 740):
        c.box(x, 700, 18, 90, EARTH)
    c.box(420, 690, 400, 30, mix(EARTH, SAND, 0.4), 6)
    people(c, (560, 680), 694, 110, 9)
    boat(c, 260, 850, 110, CORAL, CREAM)
    boat(c, 1010, 800, 110, GOLD)
    boat(c, 1370, 850, 130, LEAF)
    return c


@picture("cidade-santos")
def santos():
    c = Canvas("#a8d8ea", CREAM)
    sun(c, 640, 220, 70)
    cloud(c, 1040, 170, 46)
    hills(c, 540, 200, mix(LEAF, SKY, 0.45), 3.4, 220)
    water(c, 500, SEA, 640)
    for number in range(6):
        for row in range(2):
            c.box(830 + number * 50, 484 - row * 38, 46, 40, CLOTHES[(number + row * 2) % 6])
    c.box(1150, 420, 70, 110, WHITE)
    panes(c, 1150, 420, 70, 80, DEEP, 30)
    c.polygon([(740, 520), (1260, 520), (1210, 584), (790, 584)], BRICK)
    c.polygon([(-10, 620), (1610, 650), (1610, 910), (-10, 910)], SAND)
    skyline(c, -20, 440, 740, 220, 400, WALLS, 5, WHITE)
    ground(c, 730, GRASS)
    c.line([(-20, 850), (1620, 850)], CREAM, 48)
    palm(c, 520, 790, 320)
    palm(c, 1400, 800, 400)
    palm(c, 1530, 790, 310, FOREST)
    for x, fill in ((650, ROSE), (810, GOLD), (970, CORAL), (1130, ROSE), (1290, GOLD)):
        c.disc(x, 786, 62, FOREST, flat=0.36)
        c.disc(x, 776, 46, fill, flat=0.34)
    people(c, (740, 810), 870, 160, 11)
    bicycle(c, 240, 870, 100, CORAL)
    return c


@picture("cidade-juiz-de-fora")
def juiz_de_fora():
    c = Canvas("#c9dff0", "#fdebd3")
    cloud(c, 1180, 200, 54)
    hills(c, 600, 360, mix(FOREST, SKY, 0.6), 5.0, 210)
    hills(c, 640, 260, mix(LEAF, MINT, 0.4), 3.0, 170)
    row_of_houses(c, 980, 1580, 640, 90, 14)
    skyline(c, 180, 960, 690, 130, 330, WALLS, 22, WHITE)
    c.box(40, 540, 230, 160, BRICK)
    c.polygon([(30, 540), (155, 470), (280, 540)], mix(BRICK, INK, 0.2))
    panes(c, 60, 550, 190, 130, CREAM, 50)
    c.box(222, 410, 34, 140, mix(BRICK, INK, 0.15))
    ground(c, 690, GRASS)
    row_of(tree, c, 300, 1580, 726, 120, (LEAF, FOREST, GOLD), 12, 1.4)
    water(c, 760, SEA)
    c.box(-10, 720, WIDTH + 20, 26, CREAM)
    c.line([(-20, 726), (1620, 726)], STONE, 8)
    bus(c, 690, 722, 260)
    people(c, (420, 480, 1060, 1120, 1400), 722, 120, 15)
    boat(c, 1180, 850, 70, GOLD)
    return c


@picture("cidade-teresina")
def teresina():
    c = Canvas("#fcd9a0", "#fff0d4")
    sun(c, 420, 280, 100, CORAL)
    hills(c, 560, 90, mix(MINT, SAND, 0.4), 1.3, 320)
    skyline(c, 60, 640, 590, 90, 220, [mix(wall, SAND, 0.35) for wall in WALLS], 9, WHITE)
    row_of(tree, c, 0, 1640, 600, 110, (LEAF, FOREST), 4)
    water(c, 600, SEA)
    cable_bridge(c, 650, 1010, 500, 460, WHITE, DEEP)
    boat(c, 400, 790, 100, LEAF)
    boat(c, 1360, 820, 80, CORAL)
    c.polygon([(-10, 800), (250, 850), (420, 910), (-10, 910)], GRASS)
    palm(c, 90, 850, 340)
    palm(c, 190, 880, 260, FOREST)
    return c


@picture("cidade-curitiba")
def curitiba():
    c = Canvas("#cfe4ee", "#f6f3e2")
    sun(c, 230, 220, 60)
    hills(c, 620, 120, MINT, 0.8)
    skyline(c, 40, 560, 690, 150, 360, [mix(wall, SKY, 0.3) for wall in WALLS], 27, WHITE)
    ground(c, 690, GRASS)
    for x, width, top in ((700, 150, 560), (1030, 150, 560), (820, 240, 480)):
        c.slice(x + width / 2, top + 40, width / 2, 180, 360, "#bfe3e6")
        c.box(x, top + 40, width, 660 - top, "#d7eff0")
        for step in range(width // 30 + 1):
            c.line([(x + step * width / (width // 30), top + 46), (x + step * width / (width // 30), 700)], WHITE, 4)
        c.arc(x + width / 2, top + 40, width / 2, 180, 360, WHITE, 6)
    for x, size in ((610, 330), (1270, 420), (1540, 300), (90, 290)):
        araucaria(c, x, 720, size)
    road(c, 770, 100)
    for x in (130, 420):
        bus(c, x, 846, 300, BRICK)
    c.box(420, 770, 20, 60, INK)
    c.box(860, 700, 360, 84, SKY + "d0", 42)
    c.box(880, 776, 320, 14, SLATE)
    people(c, (940, 1010, 1130), 778, 78, 3)
    return c


@picture("cidade-sao-paulo")
def sao_paulo():
    c = Canvas("#d3dcec", "#fbe2cf")
    sun(c, 1180, 250, 74, CORAL)
    skyline(c, -20, 1640, 700, 240, 500, [mix(SLATE, WHITE, 0.62), mix(SLATE, WHITE, 0.7), mix(SLATE, WHITE, 0.54)], 2)
    skyline(c, -30, 1640, 710, 130, 380, WALLS, 41, WHITE)
    c.polygon([(530, 710), (547, 240), (553, 240), (570, 710)], BRICK)
    c.line([(550, 240), (550, 130)], BRICK, 5)
    for y in (330, 430, 530):
        c.box(550 - (y - 150) / 24, y, (y - 150) / 12, 12, CREAM)
    water(c, 780, mix(SEA, SLATE, 0.3))
    c.box(-10, 760, WIDTH + 20, 34, GRASS)
    row_of(tree, c, 0, 1640, 780, 120, (LEAF, FOREST), 5, 1.1)
    cable_bridge(c, 800, 1120, 420, 420, CREAM, GOLD)
    bus(c, 130, 796, 280)
    bus(c, 640, 796, 220, DEEP)
    return c


@picture("cidade-salvador")
def salvador():
    c = Canvas(SKY, CREAM)
    sun(c, 250, 200, 66)
    cloud(c, 560, 150, 46)
    c.polygon([(640, 430), (1610, 400), (1610, 720), (560, 720), (600, 560)], LEAF)
    c.polygon([(700, 470), (1610, 440), (1610, 720), (620, 720)], FOREST)
    row_of_houses(c, 860, 1600, 432, 104, 8, floors=(1, 2))
    church(c, 790, 440, 130)
    c.box(600, 330, 64, 380, CREAM)
    c.box(600, 330, 200, 56, CREAM)
    for y in range(400, 680, 44):
        c.box(622, y, 20, 28, SLATE)
    for x in range(612, 780, 34):
        c.box(x, 346, 18, 24, SLATE)
    row_of_houses(c, 700, 1600, 706, 120, 18, floors=(2,))
    c.box(-10, 704, WIDTH + 20, 40, SAND)
    people(c, (880, 940, 1180, 1240), 738, 96, 7)
    water(c, 740, SEA)
    c.box(-10, 560, 610, 200, SEA)
    boat(c, 240, 720, 110, BRICK, CREAM)
    boat(c, 470, 830, 120, GOLD, CREAM)
    boat(c, 1160, 850, 100, DEEP)
    palm(c, 1480, 745, 230)
    return c


@picture("cidade-petrolina")
def petrolina():
    c = Canvas("#ffd79a", "#fff1d6")
    sun(c, 1200, 240, 84, CORAL)
    hills(c, 560, 120, mix(SAND, EARTH, 0.25), 2.0, 300)
    skyline(c, 420, 860, 590, 70, 170, WALLS, 6, WHITE)
    church(c, 960, 592, 170, CREAM, BRICK)
    c.box(-10, 580, WIDTH + 20, 40, mix(SAND, EARTH, 0.15))
    water(c, 610, SEA, 790)
    boat(c, 560, 700, 100, CORAL, CREAM)
    boat(c, 1150, 730, 80, LEAF)
    c.polygon([(-10, 770), (600, 800), (1610, 770), (1610, 910), (-10, 910)], mix(SAND, CORAL, 0.25))
    for x, size in ((120, 260), (250, 170), (1490, 230)):
        cactus(c, x, 830, size)
    for row in range(3):
        y = 784 + row * 40
        c.line([(640 - row * 60, y), (1250 + row * 60, y)], EARTH, 6)
        for step in range(9):
            x = 660 - row * 60 + step * (70 + row * 14)
            c.disc(x, y, 32, LEAF if (step + row) % 2 else FOREST, flat=0.6)
            c.disc(x + 8, y + 18, 9, "#6c3f7d")
    return c


@picture("cidade-caruaru")
def caruaru():
    c = Canvas("#f9d5b4", CREAM)
    sun(c, 1280, 330, 74)
    hills(c, 640, 330, mix(BRICK, SAND, 0.6), 5.6, 280)
    hills(c, 680, 140, mix(GRASS, SAND, 0.35), 1.1)
    church(c, 800, 690, 210)
    row_of_houses(c, 40, 640, 700, 130, 6)
    row_of_houses(c, 980, 1560, 700, 130, 7)
    ground(c, 700, mix(SAND, CORAL, 0.15))
    bunting(c, -60, 800, 120, 90)
    bunting(c, 800, 1660, 120, 90, CLOTHES[2:] + CLOTHES[:2])
    for number, x in enumerate((120, 520, 1000, 1340)):
        c.box(x, 740, 12, 130, EARTH)
        c.box(x + 208, 740, 12, 130, EARTH)
        c.box(x - 6, 800, 232, 60, mix(EARTH, SAND, 0.4), 6)
        for stripe in range(6):
            c.box(x - 20 + stripe * 43.3, 700, 44, 56, (CLOTHES[number], CREAM)[stripe % 2])
        for step in range(5):
            c.disc(x + 28 + step * 42, 796, 17, CLOTHES[(number + step) % 6])
    people(c, (420, 820, 890, 1290), 870, 170, 31)
    return c


@picture("cidade-porto-alegre")
def porto_alegre():
    c = Canvas("#f6b98e", "#fde9cf")
    sun(c, 980, 500, 110, CORAL)
    hills(c, 590, 60, mix(SLATE, CORAL, 0.4), 0.6, 360)
    water(c, 580, mix(SEA, CORAL, 0.3), 740)
    boat(c, 1180, 660, 80, DEEP, CREAM)
    boat(c, 760, 640, 46, BRICK, CREAM)
    ground(c, 740, GRASS)
    c.box(140, 520, 360, 230, mix(BRICK, SAND, 0.35))
    panes(c, 150, 530, 340, 200, CREAM, 48)
    c.polygon([(330, 520), (342, 210), (388, 210), (400, 520)], mix(BRICK, SAND, 0.2))
    c.box(336, 200, 58, 20, CREAM)
    row_of(tree, c, 540, 760, 770, 150, (LEAF, FOREST), 3)
    row_of(tree, c, 1340, 1620, 780, 190, (LEAF, FOREST), 5)
    c.line([(-20, 850), (1620, 850)], CREAM, 46)
    people(c, (840, 910, 1090), 866, 150, 8)
    bicycle(c, 1240, 870, 100, DEEP)
    return c


@picture("cidades-do-consorcio")
def consortium():
    c = Canvas("#c6e4ea", CREAM)
    sun(c, 300, 230, 64)
    cloud(c, 1280, 170, 50)
    c.polygon(
        [(820, 560), (940, 330), (1300, 310), (1430, 400), (1610, 420), (1610, 620), (820, 620)], mix(FOREST, SKY, 0.5)
    )
    c.polygon([(940, 330), (1300, 310), (1290, 350), (950, 372)], mix(BRICK, SAND, 0.5))
    hills(c, 660, 150, MINT, 1.0)
    c.box(1130, 340, 60, 330, WHITE)
    for x in (1142, 1160, 1176):
        c.box(x, 350, 5, 310, SKY)
    hills(c, 760, 170, GRASS, 3.4, 330)
    for start, span in ((60, 3), (420, 4), (860, 3), (1330, 2)):
        row_of_houses(c, start, start + span * 80, 700, 84, start)
    church(c, 370, 705, 110)
    c.disc(1160, 690, 130, SEA, flat=0.22)
    ground(c, 780, LEAF)
    c.line([(-20, 840), (700, 800), (1620, 836)], CREAM, 40)
    row_of(tree, c, 0, 1640, 790, 130, (FOREST, LEAF, FOREST), 6, 1.5)
    bicycle(c, 780, 832, 90, CORAL)
    return c


@picture("cidade-limeira")
def limeira():
    c = Canvas("#d8ecd8", CREAM)
    sun(c, 1250, 220, 66)
    hills(c, 620, 130, mix(GRASS, CREAM, 0.45), 2.2)
    skyline(c, 560, 1080, 640, 80, 220, WALLS, 15, WHITE)
    ground(c, 640, mix(GRASS, SAND, 0.25))
    for row, (y, size) in enumerate(((690, 110), (770, 150), (870, 200))):
        for x in range(-40 + row * 30, WIDTH + 100, int(size * 1.05)):
            tree(c, x, y, size, (LEAF, FOREST, LEAF)[row])
            for dx, dy in ((-0.2, 0.5), (0.16, 0.6), (0, 0.78), (0.26, 0.46), (-0.08, 0.6)):
                c.disc(x + dx * size, y - dy * size, 0.045 * size, "#f28c28")
    return c


def share_image(picture):
    """Return the picture in the shape social networks show, with the programme's name on it."""
    shared = picture.resize((1200, 675), Image.Resampling.LANCZOS).crop((0, 45, 1200, 675))
    pen = ImageDraw.Draw(shared)
    pen.rounded_rectangle((60, 60, 690, 190), 24, fill=DEEP)
    pen.text((100, 125), "Programa Juntos", WHITE, ImageFont.load_default(72), anchor="lm")
    return shared


def main():
    """Draw every picture into the folder, and nothing else stays there."""
    FOLDER.mkdir(exist_ok=True)
    for old in (*FOLDER.glob("*.webp"), *FOLDER.glob("*.png")):
        old.unlink()
    for name, draw in PICTURES.items():
        draw().finished().save(FOLDER / f"{name}.webp", quality=80, method=6)
    share_image(home().finished()).save(FOLDER / "compartilhar.png", optimize=True)


if __name__ == "__main__":
    main()
