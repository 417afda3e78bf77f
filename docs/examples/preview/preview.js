// A draft in its frontend. The address brings what to show first; the editor tells of every change after that.
import { API } from "./config.js";
import { PAGE } from "./query.js";
import { el, render } from "./render.js";

const CMS = new URL(API).origin;
const main = document.getElementById("page");
const given = new URLSearchParams(window.location.search);
let asked = 0;

// The token is in no history and no link from here on.
window.history.replaceState(null, "", window.location.pathname);

async function show({ token, path }) {
  const mine = ++asked;
  const response = await fetch(API, {
    method: "POST",
    credentials: "omit",
    cache: "no-store",
    headers: { "content-type": "application/json", "preview-token": token },
    body: JSON.stringify({ query: PAGE, variables: { path } }),
  });
  const { data, errors } = await response.json();
  if (mine !== asked) return; // a later change is already on its way
  const page = data?.route?.page;
  document.title = page ? `${page.title} (prévia)` : "Prévia";
  main.replaceChildren(...(page ? render(page) : [el("p", { class: "box" }, told(errors))]));
}

function told(errors = []) {
  const codes = errors.map((error) => error.extensions?.code);
  if (codes.includes("INVALID_PREVIEW_TOKEN")) return "Esta prévia acabou. Abra-a de novo no editor.";
  if (codes.includes("DRAFT_INCOMPLETE")) {
    return `Ainda falta preencher: ${errors.map((error) => error.extensions.missing).join(", ")}.`;
  }
  return errors[0]?.message ?? "Não há nada neste endereço.";
}

function edit(block) {
  window.parent.postMessage({ juntos: { type: "edit", block } }, CMS);
}

window.addEventListener("message", (event) => {
  const said = event.data?.juntos;
  if (event.origin === CMS && event.source === window.parent && said?.type === "preview") show(said);
});

if (window.parent !== window) {
  document.body.classList.add("in-editor");
  main.addEventListener("click", (event) => {
    const block = event.target.closest("[data-block-id]");
    if (event.target.closest("a")) event.preventDefault(); // links lead out of the preview
    if (block) edit(block.dataset.blockId);
  });
  main.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-block-id]")) edit(event.target.dataset.blockId);
  });
  window.parent.postMessage({ juntos: { type: "ready" } }, CMS);
}

if (given.has("token")) show({ token: given.get("token"), path: given.get("path") ?? "/" });
else if (window.parent === window) main.replaceChildren(el("p", { class: "box" }, "Abra a prévia pelo editor."));
