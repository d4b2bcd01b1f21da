// Who goes first at this centre: its own classes by their own names, the usual ones in the short words of this page.

import { get } from "../office/api.js";
import { badge, byId, h } from "../office/dom.js";
import { lang, say } from "../office/texts.js";
import { change } from "./state.js";

const EVERY_MS = 60_000;
const PICTURE = { elderly: "elder", disabled: "wheel", pregnant: "preg", child: "child", merit: "medal", carried: "star", booked: "calendar" };

let offered = null; // null until the first answer: then the usual ones stand in the dialog, as the page was drawn

/** The short word of a usual class, unless the centre named it; a class that is no longer offered is still "priority". */
function nameOf(key) {
  const found = offered?.find((one) => one.key === key);
  const own = found && (lang === "en" ? found.name_en : found.name);
  if (PICTURE[key] && !found?.own) return say(`priority.${key}`);
  return own || say("line.first");
}

/** Changes with every word that `mark` may say. */
export const version = () => JSON.stringify(offered);

export const mark = (key) => badge("hold", nameOf(key), PICTURE[key] ?? "star");

/** Put what the centre offers into the dialog; asked for on opening, so that no list changes under a hand. */
export function fill() {
  if (!offered) return;
  const select = byId("give-priority");
  select.replaceChildren(select.options[0], ...offered.map(({ key }) => h("option", { value: key }, nameOf(key))));
}

async function learn() {
  try {
    offered = await get("/api/priority-classes");
    change({});
  } catch {
    // What was known last stays; whether the line is lost, the page says elsewhere.
  }
}

export function start() {
  learn();
  setInterval(learn, EVERY_MS);
}
