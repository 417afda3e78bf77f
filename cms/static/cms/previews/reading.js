// Inside the editor's panel, a block's link shows where it is written; in a page of its own it opens the editor.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.edit");
  if (!link || window.parent === window) return;
  event.preventDefault();
  const { blockId } = link.closest("[data-block-id]").dataset;
  window.parent.postMessage({ juntos: { type: "edit", block: blockId } }, window.location.origin);
});
