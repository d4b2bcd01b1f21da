// The closing of the day, for whoever has the right: asked first, then told who was left unserved and what becomes of them.

import { post } from "../office/api.js";
import { byId } from "../office/dom.js";
import { say } from "../office/texts.js";
import { ask } from "./dialogs.js";
import { carryOut, note } from "./moves.js";

/** "12 người chưa được phục vụ: Đất đai 7, …", and what their slips are worth tomorrow. */
function told({ no_shows: noShows, unserved, left_open: leftOpen }) {
  const lines = Object.entries(leftOpen).map(([line, n]) => `${line} ${n}`).join(", ");
  const over = say("closing.done", { no_shows: noShows });
  return `${over} ${unserved ? say("closing.unserved", { n: unserved, lines }) : say("closing.none")}`;
}

async function closeDay() {
  if (!(await ask("ask-close-day"))) return;
  await carryOut("close-day", async () => {
    const words = told(await post("/api/day/close"));
    byId("day-closed").textContent = words;
    byId("day-closed").hidden = false;
    note(words);
  });
}

export const start = () => byId("close-day")?.addEventListener("click", closeDay);
