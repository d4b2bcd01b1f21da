// Questions in between: a native dialog, its answer as plain fields, or null when it was left.

import { byId } from "../office/dom.js";

/** Open a dialog and wait; `prepare` may fill it first. */
export function ask(id, prepare = () => undefined) {
  const dialog = byId(id);
  const form = dialog.querySelector("form");
  form.reset();
  prepare(form);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes" ? Object.fromEntries(new FormData(form)) : null);
    }, { once: true });
  });
}

export const asking = () => document.querySelector("dialog[open]") !== null;
