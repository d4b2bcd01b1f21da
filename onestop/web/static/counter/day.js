// The right column: my day in figures, and what I did last with a way back to it.

import { serverNow } from "../office/api.js";
import { byId, h, refill } from "../office/dom.js";
import { day, hour } from "../office/dates.js";
import { keep, read } from "../office/drafts.js";
import { say } from "../office/texts.js";
import { here, watch } from "./state.js";

const KEPT = 6;

const today = () => (read(here.officer, "recent") ?? []).filter((done) => day(done.at) === day(serverNow()));

/** Note an act for the list; codes and labels only, nobody's name. */
export function remember(done) {
  keep(here.officer, "recent", [{ ...done, at: new Date(serverNow()).toISOString() }, ...today()].slice(0, KEPT));
  showRecent();
}

function entry({ at, kind, code, label }) {
  const what = code ? h("a", { className: "nb", href: `/dossiers/${encodeURIComponent(code)}` }, code) : label;
  return h("li", {}, `${hour(at)} ${say(`day.did_${kind}`)}`, h("br"), what);
}

function showRecent() {
  const done = today();
  refill(byId("recent"), done, () => done.map(entry));
  byId("recent-none").hidden = done.length > 0;
}

function showFigures({ today: figures }) {
  byId("served").textContent = say("day.turns", { n: figures.served });
  byId("received").textContent = say("day.dossiers", { n: figures.received });
  byId("mean").textContent = figures.mean_minutes === null ? say("day.no_mean") : say("line.minutes", { n: Math.round(figures.mean_minutes) });
}

export function start() {
  showRecent();
  watch(({ seen }) => seen && showFigures(seen));
}
