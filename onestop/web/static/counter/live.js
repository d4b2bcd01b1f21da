// The counter as it is now: asked for every three seconds and after each act; a lost line leaves the last state standing.

import { Unreachable, get, serverNow } from "../office/api.js";
import { byId, icon } from "../office/dom.js";
import { hour, stopwatch, shortDay, weekday } from "../office/dates.js";
import { showFailure, signInAgain } from "../office/problems.js";
import { say } from "../office/texts.js";
import { change, here, state, watch } from "./state.js";

const EVERY_MS = 3000;

let asked = 0;
let applied = 0;
let denied = false;
let heardAt = serverNow();

/** Ask once; an answer that was overtaken by a later question is thrown away. */
export async function refresh() {
  asked += 1;
  const mine = asked;
  try {
    const seen = await get(`/api/counters/${here.counter}`);
    if (mine < applied) return;
    applied = mine;
    heardAt = serverNow();
    change({ seen, lostAt: null });
  } catch (failure) {
    if (failure.status === 401) return signInAgain();
    if (failure instanceof Unreachable || failure.status >= 500) return change({ lostAt: state.lostAt ?? heardAt });
    // The counter was taken away or never ours: told once, not every three seconds.
    if (!denied) showFailure(failure);
    denied = true;
  }
}

export async function keepFresh() {
  try {
    await refresh();
  } finally {
    setTimeout(keepFresh, EVERY_MS);
  }
}

function showStale({ lostAt }) {
  const band = byId("stale");
  band.hidden = lostAt === null;
  if (lostAt === null) return band.replaceChildren();
  if (!band.firstChild) band.replaceChildren(icon("alert"), say("page.stale", { time: hour(lostAt) }));
}

function tick() {
  const now = serverNow();
  byId("clock").textContent = `${weekday(now)} ${shortDay(now)}, ${hour(now)}`;
  const current = state.seen?.current;
  const since = current && (current.serving_since ?? current.called_at);
  byId("for-time").textContent = since ? stopwatch(since) : "";
}

/** A scanner types into the window that has the focus: say so when that is not this one. */
function showScanner() {
  const ready = document.hasFocus();
  byId("scan").classList.toggle("away", !ready);
  byId("scan").querySelector("span").textContent = say(ready ? "page.scanner_ready" : "page.scanner_away");
}

export function start() {
  watch(showStale);
  setInterval(tick, 1000);
  watch(tick);
  for (const happening of ["focus", "blur"]) addEventListener(happening, showScanner);
  showScanner();
  return keepFresh();
}
