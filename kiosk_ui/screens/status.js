// How far a dossier has come: the step and the dates, nothing that says whose it is.
import { el, heading, button } from "../dom.js";
import { go } from "../shell.js";
import { returnLine } from "../state.js";
import { take } from "../taking.js";
import { say } from "../text.js";
import { figuresOf } from "../when.js";

/** Where a step stands on the path of four; a dossier that ended early has left the path. */
const PLACE = { received: 1, processing: 2, asked: 2, ready: 3, returned: 4, ended: null };

export function status({ dossier }) {
  const { code, step } = dossier;
  const title = say(`status.${step}`);
  return {
    title,
    kind: "standing",
    body: [el("p.lead.of.num", {}, say("status.code", { code })), heading(title), path(PLACE[step]), dates(dossier),
      el("p.big", {}, say(`status.${step}_hint`)), el("p.rule", {}, say("status.only")), actions(dossier)],
    back: () => go("lookup"),
  };
}

function path(place) {
  if (!place) return null;
  const names = [1, 2, 3, 4].map((step) => el(`li${step < place ? ".past" : ""}${step === place ? ".now" : ""}`,
    step === place ? { "aria-current": "step" } : {}, say(`status.steps_${step}`)));
  return el("div.way", {}, el("p", {}, say("status.path", { step: place })), el("ol", {}, ...names));
}

function dates({ promised_at: promised, due_at: due, step }) {
  const day = (instant) => (instant ? figuresOf(instant) : say("status.undated"));
  const pair = (key, instant) => el("div", {}, el("dt", {}, say(key)), el("dd", {}, day(instant)));
  // A date that moved is shown beside the printed one, as long as it still lies before somebody.
  const moved = due && promised && figuresOf(due) !== figuresOf(promised) && !["returned", "ended"].includes(step);
  return el("dl.ahead.num", {}, pair("status.promised", promised), moved ? pair("status.due", due) : null);
}

function actions({ code, step }) {
  const line = returnLine();
  const another = button(say("status.another"), () => go("lookup"), { main: step !== "ready" });
  if (step !== "ready" || !line?.open) return el("div.kbs", {}, another);
  const number = () => take({ line: line.id, dossier_code: code });
  return el("div.kbs.two", {}, button(say("status.collect"), number, { main: true, symbol: "take" }), another);
}
