// The date that would be printed if the dossier were accepted now, and why that date: asked of the server, never reckoned here.

import { Problem, post } from "../office/api.js";
import { badge, byId, h } from "../office/dom.js";
import { day, hour, span, weekday } from "../office/dates.js";
import { say } from "../office/texts.js";

const ANEW_MS = 60_000;

let asked = 0;
let underWay = Promise.resolve();
let shown = null; // {procedure, question} of the date on the screen
let known = { promised: null, refused: null };

/** Null when a date can be promised, else the sentence that says why not. */
export const lack = () => known.refused;
export const promised = () => known.promised;

/** Reasons with one wording told once, with all their days: [[text, ["28/11 – 29/11", …]]] */
function grouped(because) {
  const found = new Map();
  for (const { text, from, to } of because) {
    const days = span(from, to);
    found.set(text, [...(found.get(text) ?? []), ...(days ? [days] : [])]);
  }
  return [...found];
}

function draw(answer) {
  const date = h("p", {}, h("span", { className: "lead" }, say("promise.if_now")), h("strong", {}, `${weekday(answer.promised_at)} ${day(answer.promised_at)}`), h("b", {}, hour(answer.promised_at)),
    answer.provisional && badge("near", say("promise.provisional")));
  const why = h("ol", { "aria-label": say("promise.why") }, grouped(answer.because).map(([text, spans]) =>
    h("li", {}, h("b", {}, spans.flatMap((days, index) => [index > 0 && ", ", h("span", { className: "nb" }, days)])), h("span", {}, text))));
  byId("promise").replaceChildren(date, why);
  if (why.scrollHeight > why.clientHeight) why.tabIndex = 0;
}

function refuse(sentence) {
  byId("promise").replaceChildren(h("p", { className: "no-date" }, badge("near", say("promise.no_date"))), h("p", {}, sentence));
}

/** Ask for the date of a procedure; `question` is {channel, agency} as the terms have them. */
export function preview(procedure, question) {
  underWay = ask(procedure, question);
  return underWay;
}

/** Wait for the date that is being reckoned, if one is. */
export const settled = () => underWay;

async function ask(procedure, question) {
  asked += 1;
  const mine = asked;
  const same = JSON.stringify(shown) === JSON.stringify({ procedure, question });
  if (!same) {
    known = { promised: null, refused: say("promise.asking") };
    byId("promise").replaceChildren(h("p", { className: "soft" }, say("promise.asking")));
  }
  shown = { procedure, question };
  try {
    const answer = await post("/api/deadlines/preview", { procedure, ...question });
    if (mine !== asked) return;
    known = { promised: answer.promised_at, refused: null };
    draw(answer);
  } catch (failure) {
    if (mine !== asked) return;
    // A lost line is told by the stale band; the date that is shown stays, a date never shown cannot be promised.
    if (!(failure instanceof Problem) && same && known.promised) return;
    known = { promised: null, refused: failure instanceof Problem ? failure.message : say("errors.unreachable") };
    refuse(known.refused);
  }
}

/** Minutes pass while papers are checked, and 15:00 may pass too: ask again while a date is on the screen. */
export function start(onChange) {
  setInterval(async () => {
    if (!shown || byId("papers").hidden || document.hidden) return;
    await preview(shown.procedure, shown.question);
    onChange();
  }, ANEW_MS);
}

export function forget() {
  asked += 1;
  shown = null;
  known = { promised: null, refused: null };
}
