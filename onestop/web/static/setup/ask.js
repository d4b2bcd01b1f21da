// A question before something is given up: what, what follows from it, and two ways on.

import { byId } from "../office/dom.js";

/** Ask; true for yes. The dialog's own Escape means no. */
export function ask(question, why, yes) {
  const dialog = byId("ask");
  byId("ask-title").textContent = question;
  byId("ask-why").textContent = why;
  byId("ask-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
