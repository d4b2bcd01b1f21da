// The closing of the day, for whoever has the right: asked first, then told who was left unserved and what becomes of them.

import { closeTheDay, told } from "../office/closed_day.js";
import { ask } from "../office/dialogs.js";
import { byId } from "../office/dom.js";
import { carryOut, note } from "./moves.js";

async function closeDay() {
  if (!(await ask("ask-close-day"))) return;
  await carryOut("close-day", async () => {
    const words = told(await closeTheDay());
    byId("day-closed").textContent = words;
    byId("day-closed").hidden = false;
    note(words);
  });
}

export const start = () => byId("close-day")?.addEventListener("click", closeDay);
