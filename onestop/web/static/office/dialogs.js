// Questions in between: a native dialog, its answer as plain fields, or null when it was left.

import { takeUp } from "./dialog_drafts.js";
import { byId } from "./dom.js";

/** Open a dialog and wait; `prepare` may fill it first. `verb` of the answer is the value of the button pressed. With `draft`, {officer, subject}, what is typed is kept until `settled`. */
export function ask(id, prepare = () => undefined, draft = null) {
  const dialog = byId(id);
  const form = dialog.querySelector("form");
  const blank = () => {
    form.reset();
    prepare(form);
  };
  if (draft) takeUp(form, { ...draft, blank });
  else blank();
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const verb = dialog.returnValue; // "no" by its button, "" by Esc
      resolve(["no", ""].includes(verb) ? null : { ...Object.fromEntries(new FormData(form)), verb });
    }, { once: true });
  });
}

export const asking = () => document.querySelector("dialog[open]") !== null;
