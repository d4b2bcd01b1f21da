// My place in the line, kept fresh without a reload: the page is asked for again and what differs is put in place.
// Without JavaScript a <noscript> refresh and plain forms do the same; the numbers always come from the server's own page.

import { allowed, startAlarm } from "./alarm.js";

const main = document.getElementById("main");
const [stale, refused] = ["stale", "refused"].map((id) => document.getElementById(id));
const PATIENCE_MS = 10_000;

let timer = null;
let asked = 0;

/** Ask again in so many seconds as the server finds fit: sooner when the turn is near, never when it is over. */
function plan() {
  clearTimeout(timer);
  if (main.dataset.over !== "yes") timer = setTimeout(again, Number(main.dataset.every) * 1_000);
}

async function again() {
  asked += 1;
  const mine = asked;
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    // The day has ended while the page was open: the server's own page says so.
    if (answer.status === 410) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === asked) put(fresh);
    stale.hidden = true;
  } catch {
    // The last good state stays, and says that it is old.
    stale.hidden = false;
  }
  return plan();
}

function put(fresh) {
  const now = fresh.getElementById("main");
  const called = now.dataset.state === "called" && now.dataset.called !== main.dataset.called;
  document.title = fresh.title;
  for (const [name, value] of Object.entries(now.dataset)) main.dataset[name] = value;
  for (const part of ["place", "acts", "foot", "upd"]) replace(document.getElementById(part), fresh.getElementById(part));
  document.getElementById("note").hidden = fresh.getElementById("note").hidden;
  if (main.dataset.over === "yes") document.getElementById("alarm")?.remove();
  if (called) allowed()?.();
}

/** Only what differs is touched: a screen reader tells the sentence that changed, and the focus stays where it is. */
function replace(old, fresh) {
  if (!old || !fresh || old.innerHTML === fresh.innerHTML) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const same = old.children.length === fresh.children.length && [...fresh.children].every((child, index) => child.tagName === old.children[index].tagName);
  if (!same || old.id !== "place") old.replaceChildren(...fresh.childNodes);
  else {
    [...fresh.children].forEach((child, index) => {
      const was = old.children[index];
      if (was.outerHTML === child.outerHTML) return;
      was.className = child.className;
      was.replaceChildren(...child.childNodes);
    });
  }
  if (focused && !focused.isConnected) (document.getElementById(focused.id) ?? main).focus();
}

const crumb = () => decodeURIComponent(document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "");

/** Send what the citizen asks for; a refusal is told in the server's words above the number. */
async function send(form) {
  const { move } = form.dataset;
  const path = `/api/tickets/slip/${move}?token=${encodeURIComponent(main.dataset.link)}`;
  const headers = { "Accept-Language": document.documentElement.lang, "x-csrftoken": crumb() };
  refused.hidden = true;
  try {
    const answer = await fetch(path, { method: "POST", headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) {
      refused.textContent = (await answer.json()).detail;
      refused.hidden = false;
    }
    // "I leave" has an address of its own: what is shown from now on is the place.
    if (answer.ok && location.search.includes("ask=")) history.replaceState(null, "", location.pathname);
  } catch {
    stale.hidden = false;
  }
  clearTimeout(timer);
  await again();
}

main.addEventListener("submit", (event) => {
  if (!event.target.dataset.move) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && main.dataset.over !== "yes") again();
});
startAlarm(document.getElementById("alarm"));
plan();
