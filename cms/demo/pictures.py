"""The pictures of the demo content: ``make images`` draws them into the ``images`` folder."""

from collections.abc import Callable

from PIL import Image

from cms.demo.draw import (
    AREA_COLOURS,
    BRICK,
    CORAL,
    CREAM,
    DEEP,
    EARTH,
    FOLDER,
    FOREST,
    GOLD,
    GRASS,
    LEAF,
    MINT,
    MIST,
    ROSE,
    SAND,
    SEA,
    SKY,
    SLATE,
    STONE,
    WALLS,
    WHITE,
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
    house,
    mix,
    palm,
    people,
    road,
    row_of,
    row_of_houses,
    skyline,
    sun,
    tree,
    water,
)

SCENES: dict[str, Callable[[], Canvas]] = {}


def scene(draw: Callable[[], Canvas]) -> Callable[[], Canvas]:
    SCENES[draw.__name__.replace("_", "-")] = draw
    return draw


def sky(top: str = SKY, bottom: str = CREAM, *, sun_at: tuple[int, int, int] = (1240, 230, 80)) -> Canvas:
    c = Canvas(top, bottom)
    sun(c, *sun_at)
    for x, y, size in ((260, 170, 60), (820, 120, 46), (1060, 300, 36)):
        cloud(c, x, y, size, WHITE + "c8")
    return c


@scene
def cidade_ao_amanhecer() -> Canvas:
    c = sky()
    hills(c, 620, 220, mix(SKY, LEAF, 0.4))
    skyline(c, 60, 760, 660, 150, 360, WALLS, 3, MIST)
    civic_building(c, 860, 660, 420, 190, CREAM, AREA_COLOURS["gestao"])
    hills(c, 720, 80, GRASS, 1.2, 340)
    row_of(tree, c, 60, 1560, 720, 110, (LEAF, FOREST), 5, 1.6)
    road(c, 780)
    bus(c, 320, 860)
    bicycle(c, 1120, 850, 90)
    return c


@scene
def rede_de_cidades() -> Canvas:
    c = Canvas(MINT, CREAM)
    hills(c, 700, 260, mix(MINT, LEAF, 0.3), 0.4, 300)
    hills(c, 860, 220, mix(GRASS, MINT, 0.3), 1.7, 240)
    places = [(260, 560), (560, 400), (820, 600), (1080, 380), (1340, 560)]
    for start, end in zip(places, places[1:], strict=False):
        c.line([start, end], DEEP, 6)
    c.line([places[0], places[2]], DEEP + "80", 4)
    c.line([places[2], places[4]], DEEP + "80", 4)
    for number, (x, y) in enumerate(places):
        c.disc(x, y, 96, WHITE)
        house(c, x - 44, y + 48, 88, WALLS[number], BRICK, (DEEP, LEAF, BRICK, GOLD, ROSE)[number], 1 + number % 2)
    return c


@scene
def mesa_de_governanca() -> Canvas:
    c = Canvas(MIST, CREAM)
    c.box(120, 90, 1360, 400, WHITE, 24)
    for number, (height, colour) in enumerate(zip((120, 180, 150, 240, 300), AREA_COLOURS.values(), strict=False)):
        c.box(240 + number * 120, 430 - height, 76, height, colour, 8)
    c.line([(920, 380), (1040, 320), (1160, 340), (1280, 220), (1380, 180)], CORAL, 10)
    ground(c, 640, SAND)
    people(c, (300, 520, 740, 960, 1180, 1380), 720, 250, 4)
    c.disc(820, 770, 620, EARTH, 0.2)
    c.disc(820, 755, 620, mix(EARTH, SAND, 0.35), 0.2)
    for x in (420, 700, 980, 1220):
        c.box(x, 735, 110, 34, WHITE, 4)
    return c


@scene
def roda_de_conversa() -> Canvas:
    c = sky(MIST, CREAM, sun_at=(300, 200, 70))
    row_of(tree, c, 60, 1600, 560, 260, (LEAF, FOREST, GRASS), 9, 0.9)
    ground(c, 550, GRASS)
    c.disc(800, 740, 640, SAND, 0.24)
    people(c, (420, 600, 800, 1000, 1180), 720, 240, 8, raised=True)
    people(c, (520, 700, 900, 1080), 830, 260, 3)
    return c


@scene
def janelas_abertas() -> Canvas:
    c = sky()
    ground(c, 690, STONE)
    civic_building(c, 360, 700, 880, 380, WHITE, AREA_COLOURS["comunicacao"])
    people(c, (180, 280, 1340, 1440), 780, 210, 6, raised=True)
    row_of(tree, c, 40, 300, 700, 150, (LEAF,), 2, 1.2)
    row_of(tree, c, 1330, 1600, 700, 150, (FOREST,), 4, 1.2)
    return c


@scene
def porto_e_orla() -> Canvas:
    c = sky(SKY, SAND, sun_at=(360, 230, 78))
    hills(c, 520, 200, mix(FOREST, SKY, 0.4), 0.6)
    skyline(c, 900, 1580, 540, 90, 260, WALLS, 11, MIST)
    water(c, 540, SEA)
    for x, y, size, hull in ((360, 660, 110, CORAL), (760, 610, 70, DEEP), (1180, 700, 120, BRICK)):
        boat(c, x, y, size, hull)
    ground(c, 790, SAND)
    for x in (120, 520, 1020, 1460):
        palm(c, x, 860, 280, LEAF)
    return c


@scene
def cais_colonial() -> Canvas:
    c = sky(MIST, CREAM)
    hills(c, 560, 260, mix(FOREST, SKY, 0.3), 2.2)
    row_of_houses(c, 60, 880, 600, 150, 6, floors=(1, 2), walls=(WHITE, CREAM))
    church(c, 1120, 600, 300)
    row_of_houses(c, 1290, 1600, 600, 150, 12, floors=(1,), walls=(WHITE, CREAM))
    ground(c, 598, STONE)
    water(c, 660, SEA)
    for x, y, size, sail in ((300, 760, 110, CREAM), (820, 820, 130, CORAL), (1260, 750, 100, GOLD)):
        boat(c, x, y, size, DEEP, sail)
    return c


@scene
def rio_e_ponte() -> Canvas:
    c = sky()
    skyline(c, 40, 620, 560, 120, 300, WALLS, 2, MIST)
    skyline(c, 1060, 1580, 560, 120, 340, WALLS, 7, MIST)
    ground(c, 556, GRASS)
    water(c, 640, SEA)
    cable_bridge(c, 600, 800, 380, 620, STONE, WHITE)
    row_of(tree, c, 20, 560, 640, 110, (LEAF, FOREST), 3, 1.2)
    return c


@scene
def sertao_e_rio() -> Canvas:
    c = sky(SAND, CREAM, sun_at=(800, 240, 110))
    hills(c, 560, 150, mix(SAND, CORAL, 0.3), 0.2)
    ground(c, 540, mix(SAND, GRASS, 0.3))
    water(c, 620, SEA, 760)
    ground(c, 756, mix(SAND, EARTH, 0.2))
    for x, size in ((140, 220), (420, 160), (1240, 250), (1480, 170)):
        cactus(c, x, 860, size)
    boat(c, 720, 700, 100, BRICK, CREAM)
    row_of_houses(c, 880, 1240, 560, 90, 3, floors=(1,))
    return c


@scene
def serra_e_araucarias() -> Canvas:
    c = sky(MIST, CREAM)
    hills(c, 600, 240, mix(SLATE, MIST, 0.5), 1.1)
    skyline(c, 420, 1180, 640, 120, 300, WALLS, 8, MIST)
    ground(c, 636, GRASS)
    for x, size in ((160, 420), (360, 300), (1300, 460), (1500, 330)):
        araucaria(c, x, 760, size)
    road(c, 790, 80)
    bus(c, 640, 866, 420, BRICK)
    return c


@scene
def praca_da_matriz() -> Canvas:
    c = sky()
    row_of_houses(c, 40, 560, 640, 150, 4)
    church(c, 800, 640, 340)
    row_of_houses(c, 1010, 1600, 640, 150, 5)
    ground(c, 636, mix(SAND, GRASS, 0.4))
    bunting(c, 40, 1560, 330, 70)
    row_of(tree, c, 80, 1560, 740, 150, (LEAF, FOREST), 6, 2.2)
    people(c, (420, 560, 720, 980, 1160), 850, 190, 2)
    return c


@scene
def campos_e_cidade() -> Canvas:
    c = sky()
    hills(c, 600, 200, mix(LEAF, SKY, 0.3), 0.8)
    row_of_houses(c, 480, 1140, 620, 110, 9)
    for number in range(7):
        hills(c, 700 + number * 40, 60, mix(GRASS, (FOREST, GOLD)[number % 2], 0.3), 0.4 * number, 420)
    row_of(tree, c, 60, 460, 660, 130, (FOREST, LEAF), 4, 1.1)
    row_of(tree, c, 1180, 1560, 660, 130, (FOREST, LEAF), 7, 1.1)
    return c


@scene
def metropole() -> Canvas:
    c = sky(mix(SKY, ROSE, 0.15), CREAM)
    skyline(c, 20, 1600, 640, 220, 460, tuple(mix(wall, SLATE, 0.45) for wall in WALLS), 13)
    skyline(c, 60, 1560, 700, 120, 330, WALLS, 21, MIST)
    ground(c, 696, STONE)
    row_of(tree, c, 40, 1580, 760, 100, (LEAF, FOREST), 8, 1.5)
    road(c, 780)
    bus(c, 240, 866, 420, AREA_COLOURS["gestao"])
    bus(c, 980, 866, 340, CORAL)
    return c


@scene
def unidade_de_saude() -> Canvas:
    c = sky(MIST, CREAM)
    row_of_houses(c, 20, 380, 650, 130, 3)
    civic_building(c, 470, 660, 640, 280, WHITE, AREA_COLOURS["saude"])
    c.disc(790, 430, 52, AREA_COLOURS["saude"])
    c.box(780, 400, 20, 60, WHITE, 3)
    c.box(760, 420, 60, 20, WHITE, 3)
    row_of_houses(c, 1180, 1600, 650, 130, 8)
    ground(c, 656, GRASS)
    people(c, (420, 560, 1010, 1140), 780, 200, 5)
    row_of(tree, c, 60, 1580, 720, 130, (LEAF,), 9, 3)
    return c


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, draw in SCENES.items():
        draw().finished().save(FOLDER / f"{name}.webp", quality=80, method=6)
    share = cidade_ao_amanhecer().finished().resize((1200, 675), Image.Resampling.LANCZOS)
    share.crop((0, 22, 1200, 652)).save(FOLDER / "compartilhar.png", optimize=True)


if __name__ == "__main__":
    main()
