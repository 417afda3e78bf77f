// The new link is there to be copied.
for (const button of document.querySelectorAll("[data-copies]")) {
  const input = document.getElementById(button.dataset.copies);
  input.addEventListener("focus", () => input.select());
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    button.textContent = button.dataset.done;
  });
}
