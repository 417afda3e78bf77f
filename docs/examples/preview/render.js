// Draws a page. Texts become text nodes; only the CMS's formatted text, which it cleans, becomes HTML.
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== ""));
  return element;
}

const html = (text) => {
  const element = el("div", { class: "text" });
  element.innerHTML = text?.html ?? "";
  return element;
};

const picture = (image, caption) =>
  image &&
  el(
    "figure",
    {},
    el("img", { ...image.responsive, srcset: image.responsive.srcSet, alt: image.alt }),
    (caption || image.credit) && el("figcaption", {}, [caption, image.credit].filter(Boolean).join(" · ")),
  );

const heading = (text) => text && el("h2", {}, text);
const link = (text, href) => (href ? el("a", { href }, text) : el("span", {}, text));
const number = (value, unit) =>
  unit === "R$"
    ? value.toLocaleString("pt-BR", { style: "currency", currency: "BRL", maximumFractionDigits: 0 })
    : `${value.toLocaleString("pt-BR")}${unit === "%" ? "%" : unit ? ` ${unit}` : ""}`;
const statistic = (one) =>
  el("div", { class: "box" }, el("b", {}, number(one.value, one.unit)), el("p", {}, one.label), el("small", {}, one.source));
const list = (items) => el("ul", {}, items.map((item) => el("li", {}, item)));

const BLOCKS = {
  HeadingBlock: (block) => [el(block.level.toLowerCase(), {}, block.title)],
  RichTextBlock: (block) => [html(block.text)],
  QuoteBlock: (block) => [
    el("blockquote", {}, el("p", {}, block.quote), el("cite", {}, [block.author, block.role].filter(Boolean).join(", "))),
  ],
  AccordionBlock: (block) => [
    heading(block.heading),
    ...block.sections.map((section) => el("details", {}, el("summary", {}, section.title), html(section.text))),
  ],
  DividerBlock: () => [el("hr")],
  ImageBlock: (block) => [picture(block.image, block.caption)],
  GalleryBlock: (block) => [
    heading(block.heading),
    el("div", { class: "grid" }, block.images.map((item) => picture(item.image, item.caption))),
  ],
  VideoBlock: (block) => [el("p", { class: "box" }, link(`▶ ${block.title}`, block.videoUrl))],
  DocumentBlock: (block) => [
    el("p", { class: "box" }, link(block.heading || block.document?.title || "Documento", block.document?.url)),
  ],
  StatisticBlock: (block) => [statistic(block)],
  StatisticsBlock: (block) => [heading(block.heading), el("div", { class: "grid" }, block.statistics.map(statistic))],
  TableBlock: (block) => [
    el(
      "div",
      { class: "table", tabindex: 0, role: "region", "aria-label": block.title },
      el(
        "table",
        {},
        el("caption", {}, block.title),
        el("thead", {}, el("tr", {}, block.columns.map((column) => el("th", { scope: "col" }, column.name)))),
        el(
          "tbody",
          {},
          block.rows.map((row) =>
            el("tr", {}, row.cells.map((cell) => el("td", {}, cell.number?.toLocaleString("pt-BR") ?? cell.content))),
          ),
        ),
      ),
    ),
  ],
  TimelineBlock: (block) => [heading(block.heading), list(block.events.map((event) => `${event.date.slice(0, 4)}: ${event.title}`))],
  CallToActionBlock: (block) => [
    el("div", { class: "box call" }, el("h3", {}, block.title), block.summary && el("p", {}, block.summary),
      el("p", {}, link(block.buttonLabel, block.page?.path ?? block.url))),
  ],
  CardsBlock: (block) => [
    heading(block.heading),
    el("div", { class: "grid" }, block.cards.filter((card) => card.page).map((card) =>
      el("div", { class: "box" }, link(card.heading || card.page.title, card.page.path), card.summary && el("p", {}, card.summary)))),
  ],
  MapBlock: (block) => [heading(block.heading), list(block.cities.map((city) => link(city.title, city.path)))],
};

// data-block-id is all that a click needs to find its way back into the editor.
const draw = (block) => el("section", { "data-block-id": block.id, tabindex: 0 }, BLOCKS[block.__typename]?.(block) ?? []);

export function render(page) {
  const lead = page.heroText ?? page.summary ?? page.introduction;
  return [
    el("p", { class: "way" }, page.breadcrumbs.map((step) => step.title).join(" › ")),
    el("h1", {}, page.heroTitle ?? page.title),
    lead && el("p", { class: "lead" }, lead),
    picture(page.heroImage),
    page.openingText && html(page.openingText),
    ...(page.body ?? []).map(draw),
    page.milestones?.length ? list(page.milestones.map((one) => `${one.date.slice(0, 4)}: ${one.title}`)) : null,
    page.fields?.length ? list(page.fields.map((one) => one.label)) : null,
    page.children?.nodes.length ? list(page.children.nodes.map((one) => one.title)) : null,
  ].filter(Boolean);
}
