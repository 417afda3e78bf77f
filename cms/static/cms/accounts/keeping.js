// In the editor: nothing is sent that the server would not take, so that what was typed stays in the form.
const said = document.getElementById("cms-keeping").dataset;
const BUTTONS = '[data-edit-form] button:is([type="submit"], [data-workflow-action-name])';
const AGAIN = 5000;
let user = null;
let passing = null;
let asking = false;
let notice = null;
let timer = null;

// What keeps the form from being sent: "offline", "ended" or "other"; nothing is an empty text.
async function obstacle() {
  let answer;
  try {
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    answer = await fetch(said.here, { headers, redirect: "manual", signal: AbortSignal.timeout(10000) });
  } catch {
    return "offline";
  }
  if (answer.status >= 500) return "offline";
  if (!answer.ok) return "ended";
  const here = await answer.json();
  user ??= here.user;
  if (here.user !== user) return "other";
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = here.token;
  return "";
}

function tell(why) {
  notice ??= document.body.appendChild(document.createElement("div"));
  const text = document.createElement("p");
  text.textContent = said[why];
  notice.className = "cms-keeping help-block help-critical";
  notice.setAttribute("role", "alert");
  if (notice.dataset.why !== why) notice.replaceChildren(text, ...(why === "offline" ? [] : [link()]));
  notice.dataset.why = why;
  timer ??= setInterval(look, AGAIN);
}

function link() {
  const made = document.createElement("a");
  Object.assign(made, { href: said.login, target: "_blank", rel: "noopener", className: "button" });
  made.textContent = said.enter;
  return made;
}

function resume() {
  if (!notice) return;
  notice.remove();
  clearInterval(timer);
  notice = timer = null;
  const form = document.querySelector("[data-edit-form]");
  window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-autosave")?.save();
}

async function look() {
  const why = await obstacle();
  if (why) tell(why);
  else resume();
  return why;
}

// Every way to send the form begins with one of its buttons, the keyboard's too.
document.addEventListener(
  "click",
  async (event) => {
    const button = event.target.closest?.(BUTTONS);
    if (!button || button === passing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) return;
    asking = true;
    const why = await look();
    asking = false;
    if (why) return;
    passing = button;
    button.click();
    passing = null;
  },
  true,
);

document.addEventListener("w-autosave:error", look);
window.addEventListener("online", () => notice && look());
window.addEventListener("focus", () => notice && look());
if (document.querySelector("[data-edit-form]")) obstacle();
