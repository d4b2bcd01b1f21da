// The error summary: what was refused, in the server's sentence, with links to the fields; it takes the focus.

import { Problem, Unreachable } from "./api.js";
import { byId, h } from "./dom.js";
import { say } from "./texts.js";

let cameFrom = null;

/** Show a summary; `entries` are {text, target?: id of the element to go to}. */
export function show(title, entries) {
  const box = byId("errors");
  if (!box.contains(document.activeElement)) cameFrom = document.activeElement;
  byId("errors-title").textContent = title;
  byId("errors-list").replaceChildren(...entries.map((entry) => h("li", {}, link(entry))));
  box.hidden = false;
  box.focus();
  box.scrollIntoView({ block: "nearest" });
}

function link({ text, target }) {
  if (!target) return text;
  return h("a", { href: `#${target}`, onclick: (click) => { click.preventDefault(); goTo(target); } }, text);
}

/** Bring an element into view and give it the focus, opening what hides it. */
export function goTo(id) {
  const element = byId(id);
  if (!element) return;
  const folded = element.closest("details");
  if (folded) folded.open = true;
  element.scrollIntoView({ block: "center" });
  element.focus();
}

export function clear() {
  byId("errors").hidden = true;
}

/** Leave the summary (Esc) and go back to where the officer was. */
export function dismiss() {
  if (byId("errors").hidden) return false;
  clear();
  if (cameFrom?.isConnected) cameFrom.focus();
  return true;
}

/** Show whatever an act met: a refusal in the server's words, or a lost line in ours. Other errors are not hidden. */
export function showFailure(failure, extra = []) {
  if (failure instanceof Unreachable) return show(say("errors.unreachable"), [{ text: say("errors.unreachable_do") }]);
  if (failure instanceof Problem) {
    if (failure.status === 401) return signInAgain();
    return show(say("errors.refused"), [{ text: failure.message }, ...extra]);
  }
  show(say("errors.page"), [{ text: String(failure) }]);
  throw failure;
}

/** The session has ended: what was typed stays in this tab for the same officer. */
export function signInAgain() {
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}
