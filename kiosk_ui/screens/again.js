// A slip that is scanned again: today's shows its place or brings back who missed the call; an unserved one goes first.
import { get, Lost, post, Refused } from "../api.js";
import { local, now } from "../clock.js";
import { button, el, heading } from "../dom.js";
import { goHome } from "../journey.js";
import { isUnenrolled, noting } from "../server.js";
import { understand } from "../scan.js";
import { go, shown, visit } from "../shell.js";
import { named } from "../state.js";
import { take } from "../taking.js";
import { people, range, say } from "../text.js";
import { number } from "./ticket.js";

const PAUSE_MS = 500;
const AT_A_COUNTER = ["called", "serving"];
const SAID = [...AT_A_COUNTER, "waiting", "absent", "held", "unserved"];

/** Look where the visit of a slip stands, and go on with it. */
export async function takeSlip(link) {
  await ask(link, "busy.slip", () => get(`/api/tickets/slip?token=${encodeURIComponent(link)}`));
}

const comeBack = (link) => ask(link, "busy.back", () => post(`/api/tickets/slip/return?token=${encodeURIComponent(link)}`, {}));

async function ask(link, words, question) {
  go("busy", { words });
  const asked = visit();
  try {
    const place = await noting(question);
    if (visit() === asked) goOn(place, link);
  } catch (error) {
    if (visit() === asked) explain(error, link);
  }
}

function goOn(place, link) {
  if (isOfToday(place)) return go("again", { place, link });
  // Whoever was left unserved has waited a day: no further touch stands between them and the new number.
  if (place.state === "unserved") return take({ line: place.line.id, carried: link });
  return go("refused", { title: "again.old_title", detail: say("again.old_body") });
}

function isOfToday({ day }) {
  const today = local(now());
  return day === `${today.year}-${today.month}-${today.day}`;
}

function explain(error, link) {
  if (error instanceof Lost) return go("lost", { lookup: () => takeSlip(link), words: "again.lost_body" });
  if (!(error instanceof Refused)) throw error;
  if (isUnenrolled(error)) return go("unenrolled");
  const why = error.status >= 500 ? say("again.server_body") : error.problem.detail;
  return go("refused", { title: "again.refused_title", detail: why });
}

/** The place of today's slip: the number, what is before it, what to do now. */
export function again({ place, link }) {
  const { state, counter } = place;
  const key = SAID.includes(state) ? state : "over";
  const words = say(`again.${key}`, { number: counter?.number ?? "" });
  const back = state === "absent" && button(say("again.come_back"), () => comeBack(link), { main: true, symbol: "again" });
  const home = button(say("page.home"), goHome, { main: !back });
  const top = key === "over" ? heading(say("again.over_title", { label: place.label })) : number(place);
  return {
    title: say("ticket.screen", { label: place.label }),
    kind: "given placed",
    body: [top, el("p.lead.of", {}, named(place.line)), state === "waiting" && queue(place), el("p.big", { role: "status" }, words),
      el(`div.kbs${back ? ".two" : ""}`, {}, ...[back, home].filter(Boolean))],
    back: goHome,
  };
}

function queue({ ahead, wait_minutes: minutes }) {
  const pair = (key, words) => el("div", {}, el("dt", {}, say(key)), el("dd", {}, words));
  return el("dl.ahead.num", {}, pair("ticket.ahead", people("ticket", ahead)), pair("ticket.wait", range(minutes) ?? say("wait.unknown")));
}

/** A slip may be held under the scanner at once, on any screen without a field for a code: nobody has to find a button first. */
export function hearSlips() {
  let keys = "";
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.timeStamp - last > PAUSE_MS) keys = "";
    last = event.timeStamp;
    if (event.key.length === 1) keys += event.key;
    if (event.key !== "Enter") return;
    const link = document.activeElement?.tagName === "INPUT" ? null : understand(keys).slip;
    keys = "";
    if (!link || !["home", "sector", "again", "priority", "which"].includes(shown())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    takeSlip(link);
  }, true);
}
