// Several services in one visit: what the person in front goes on to, and adding a further one.

import { post } from "../office/api.js";
import { ask } from "../office/dialogs.js";
import { byId, h, icon, refill } from "../office/dom.js";
import { say } from "../office/texts.js";
import { carryOut, note, refuse } from "./moves.js";
import { present, state, watch } from "./state.js";

const named = ({ letter, name }) => `${letter} · ${name}`;

/** Ask for the line of the further service and add it; lines that are on the way already are not offered. */
export async function add() {
  const current = present();
  if (!current) return refuse(state.seen?.counter.taken_by_other ? "moves.why_taken" : "moves.why_nobody_here");
  const known = new Set([current.line.id, ...(current.stops ?? []).map(({ id }) => id)]);
  const answer = await ask("ask-stop", () => {
    byId("ask-stop-title").textContent = say("ask.stop_title", { label: current.label });
    for (const option of byId("stop-line").options) option.disabled = option.hidden = known.has(option.value);
  });
  if (!answer) return undefined;
  const chosen = byId("stop-line").querySelector(`option[value="${CSS.escape(answer.line)}"]`).textContent;
  const done = await carryOut("add-stop", () => post(`/api/tickets/${current.id}/add-stop`, { to_line: answer.line }));
  if (done) note(say("stops.added", { label: current.label, line: chosen }));
  return done;
}

function follow({ seen }) {
  if (!seen) return;
  const current = present();
  const stops = current?.stops ?? [];
  byId("add-stop").hidden = !current;
  byId("stops").hidden = !stops.length;
  refill(byId("stops"), stops, () => stops.length && [icon("right"), h("span", {}, `${say("stops.then")} `, h("b", {}, stops.map(named).join(", ")))]);
}

export function start() {
  watch(follow);
  byId("add-stop").addEventListener("click", add);
}
