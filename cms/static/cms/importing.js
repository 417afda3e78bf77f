// Shows how far an import is, and the result once it is there.
const box = document.querySelector('[data-import-progress]');
const bar = box.querySelector('progress');
const text = box.querySelector('[role="status"]');

async function look() {
    try {
        const response = await fetch(box.dataset.importProgress, { headers: { Accept: 'application/json' } });
        if (!response.ok) throw new Error(response.status);
        const { state, done, total, text: words } = await response.json();
        if (state !== box.dataset.state) {
            window.location.reload();
            return;
        }
        if (total) {
            bar.max = total;
            bar.value = done;
        }
        if (text.textContent !== words) text.textContent = words;
    } catch {
        // The server may be restarting: look again.
    }
    setTimeout(look, 1500);
}

look();
