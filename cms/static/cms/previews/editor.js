// In the editor: a preview leads to where a block is written, and the frontend in the panel follows what is typed.
const PANEL = "w-preview-iframe";
const SECTION = /^#block-[\w-]+-section$/;
const SETTLING = 5000;

function open(section) {
  const tab = section.closest('[role="tabpanel"]');
  if (tab?.hidden) document.querySelector(`[role="tab"][href="#${tab.id}"]`)?.click();
  for (let at = section; at; at = at.parentElement?.closest("[data-panel]")) {
    const toggle = at.querySelector(":scope > .w-panel__header [data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  keepInSight(section);
  const input = "input:not([type=hidden]), select, textarea, [contenteditable=true]";
  (section.querySelector(`.w-panel__content :is(${input})`) ?? section).focus({ preventScroll: true });
}

// What stands above is still being made when the editor has just opened, and would push it away.
function keepInSight(section) {
  const done = new AbortController();
  const growing = new ResizeObserver(() => section.scrollIntoView({ block: "start", behavior: "instant" }));
  growing.observe(section.closest("form") ?? section);
  done.signal.addEventListener("abort", () => growing.disconnect());
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    window.addEventListener(name, () => done.abort(), { once: true, signal: done.signal });
  }
  setTimeout(() => done.abort(), SETTLING);
}

window.addEventListener("message", (event) => {
  const said = event.data?.juntos;
  if (event.origin !== window.location.origin || said?.type !== "edit") return;
  if (event.source !== document.getElementById(PANEL)?.contentWindow) return;
  const section = document.getElementById(`block-${said.block}-section`);
  if (section) open(section);
});

// The blocks are made by scripts, after the page has loaded.
if (SECTION.test(window.location.hash)) {
  const look = (left) => {
    const section = document.querySelector(window.location.hash);
    if (section) open(section);
    else if (left) setTimeout(() => look(left - 1), 100);
  };
  if (document.readyState === "complete") look(300);
  else window.addEventListener("load", () => look(300));
}

// Wagtail loads the preview again whenever something was typed. A frontend that listens is told instead.
document.addEventListener("w-preview:load", (event) => {
  const frame = document.getElementById(PANEL);
  const wanted = document.querySelector('[data-w-preview-target="mode"]')?.value;
  let update;
  try {
    update = frame.contentWindow.juntosUpdate;
  } catch {
    return;
  }
  if (!update || !frame.src || new URL(frame.src).searchParams.get("mode") !== wanted) return;
  event.preventDefault();
  const address = new URL(event.target.dataset.wPreviewUrlValue, window.location.href);
  address.searchParams.set("mode", wanted);
  address.searchParams.set("in_preview_panel", "true");
  update(address.href).then((isTold) => isTold || frame.contentWindow.location.replace(address));
});
