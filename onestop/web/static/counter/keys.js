// The keyboard: each function key presses its button, so what a key does and what may be done are said once.

import { ask, asking } from "../office/dialogs.js";
import { byId } from "../office/dom.js";
import { dismiss } from "../office/problems.js";

const BUTTONS = { F2: "call-next", F3: "recall", F4: "skip", F5: "serve", F6: "hold", F7: "move", F8: "finish", F9: "supplement" };

const SHIFTED = { F7: "add-stop" };

const PAUSE_MS = 250;

/** Whether "/" and "?" would be letters here; counts take digits only, so there they stay keys. */
const typing = () => document.activeElement?.matches("input:not([type=checkbox], [type=radio], [inputmode=numeric]), textarea, select") ?? false;

let last = 0;

const visible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

function press(id) {
  const button = byId(id);
  if (visible(button)) button.click();
}

export function start({ toProcedure, undo }) {
  document.addEventListener("keydown", (event) => {
    // Inside a scan a slash is part of an address, whatever has the focus.
    const alone = event.timeStamp - last > PAUSE_MS;
    if (event.key.length === 1) last = event.timeStamp;
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    // Always: F5 must not reload and F3 must not open the browser's search, whatever is open on the page.
    if (plain && event.key in BUTTONS) {
      event.preventDefault();
      if (!asking() && !event.repeat) press(BUTTONS[event.key]);
    } else if (event.shiftKey && !event.ctrlKey && !event.altKey && event.key in SHIFTED) {
      event.preventDefault();
      if (!asking() && !event.repeat) press(SHIFTED[event.key]);
    } else if (asking()) {
      return;
    } else if (event.ctrlKey && !event.shiftKey && event.key.toLowerCase() === "z") {
      if (!undo.mayUndo()) return;
      event.preventDefault();
      if (!event.repeat) undo.run();
    } else if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      if (!event.repeat) press("accept");
    } else if (event.key === "Escape") {
      if (dismiss()) event.preventDefault();
    } else if (alone && !typing() && !event.ctrlKey && !event.altKey && !event.metaKey) {
      if (event.key === "/") {
        event.preventDefault();
        toProcedure();
      } else if (event.key === "+") {
        event.preventDefault();
        press("give");
      } else if (event.key === "?") {
        event.preventDefault();
        ask("all-keys");
      }
    }
  });
  byId("show-keys").addEventListener("click", () => ask("all-keys"));
}
