// Stands between the editor and the frontend, which is of another origin. docs/frontend/previews.md tells the protocol.
const frontend = document.getElementById("frontend");
const { origin, editAddress } = document.body.dataset;
const A_MINUTE = 60_000;
let source = window.location.href;
let told = toldBy(document);
let isLive = false;

function toldBy(page) {
  return JSON.parse(page.getElementById("told")?.textContent || "null");
}

function tell() {
  frontend.contentWindow.postMessage({ juntos: { type: "preview", ...told } }, origin);
}

function edit(block) {
  if (typeof block !== "string" || !/^[\w-]{1,64}$/.test(block)) return;
  if (window.parent !== window) {
    window.parent.postMessage({ juntos: { type: "edit", block } }, window.location.origin);
  } else if (editAddress) {
    window.location.assign(`${editAddress}#block-${block}-section`);
  }
}

window.addEventListener("message", (event) => {
  if (event.source !== frontend.contentWindow || event.origin !== origin) return;
  const said = event.data?.juntos;
  if (said?.type === "ready") {
    isLive = true;
    tell();
  } else if (said?.type === "edit") {
    edit(said.block);
  }
});

// Asks for the page as it is now, and tells the frontend. False where the frontend has not said that it listens.
// A page that was saved meanwhile is at another address.
window.juntosUpdate = async (address = source) => {
  if (!isLive) return false;
  source = address;
  const response = await fetch(address, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = response.ok && toldBy(page);
  if (!now) return false;
  told = now;
  tell();
  return true;
};

setInterval(() => {
  if (Date.parse(told.expiresAt) - Date.now() < 5 * A_MINUTE) window.juntosUpdate();
}, A_MINUTE);
