// A file of days announced late: read here, tried page by page, shown whole, and applied after a question.

import { newKey, send } from "../office/api.js";
import { byId, h } from "../office/dom.js";
import { clear, show, showFailure } from "../office/problems.js";
import { learn, say } from "../office/texts.js";
import { ask } from "./ask.js";

const SHOWN = 200;
const PATIENCE_MS = 300_000;
const SAID = "onestop-setup-said";
const form = byId("calendar");
let tried = null;

const day = (at) => (at ? `${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(0, 4)}` : "");
/** "08/12/2026", with the hour where only that moved. */
const both = ({ before, after }) => {
  const hour = before && after && before.slice(0, 10) === after.slice(0, 10);
  return [before, after].map((at) => (hour ? `${at.slice(11, 16)} ${day(at)}` : day(at)));
};

function why(move) {
  if (move.trouble) return say("calendar.trouble");
  return move.because.map((one) => `${day(one.from)}: ${one.text}`).join("; ");
}

function row(move) {
  const [before, after] = both(move);
  return h(
    "tr",
    {},
    h("th", { scope: "row", className: "num" }, move.code),
    h("td", {}, move.centre.name),
    h("td", { className: "num" }, before),
    h("td", { className: "num" }, after),
    h("td", {}, why(move)),
  );
}

function table(moves) {
  const head = ["code", "centre", "before", "after", "why"].map((name) => h("th", { scope: "col" }, say(`calendar.${name}`)));
  return h(
    "table",
    { className: "moves" },
    h("caption", { className: "vh" }, say("calendar.table")),
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, moves.slice(0, SHOWN).map(row)),
  );
}

function tell(words) {
  byId("calendar-words").textContent = words;
}

async function pages(sent) {
  const moves = [];
  let done = 0;
  let cursor = "";
  for (;;) {
    const page = await send("POST", "/api/calendar/preview", { body: { ...sent, cursor }, patience: PATIENCE_MS });
    moves.push(...page.moves);
    done += page.examined;
    byId("calendar-progress").max = Math.max(page.open, 1);
    byId("calendar-progress").value = page.next_cursor ? done : Math.max(page.open, 1);
    tell(say("calendar.trying", { done, all: page.open }));
    if (!page.next_cursor) return { moves, days: page.days.length, all: done };
    cursor = page.next_cursor;
  }
}

async function read() {
  const [file] = byId("calendar-csv").files;
  if (!file) return null;
  const known = byId("calendar-known").value;
  return { csv: await file.text(), file: file.name, ...(known && { known_on: known }) };
}

function reset() {
  tried = null;
  byId("calendar-apply").hidden = true;
  byId("calendar-moves").hidden = true;
  byId("calendar-found").hidden = true;
}

async function preview(event) {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-busy")) return;
  clear();
  reset();
  const sent = await read();
  if (!sent) return show(say("errors.refused"), [{ text: say("calendar.no_file"), target: "calendar-csv" }]);
  button.setAttribute("aria-busy", "true");
  byId("calendar-found").hidden = false;
  try {
    const found = await pages(sent);
    const moved = found.moves.filter((move) => !move.trouble).length;
    tried = { sent, key: newKey(), facts: { days: found.days, all: found.all, moved } };
    const more = found.moves.length > SHOWN ? ` ${say("calendar.found_more", { more: found.moves.length - SHOWN })}` : "";
    tell(say(found.moves.length ? "calendar.found" : "calendar.found_none", tried.facts) + more);
    byId("calendar-moves").replaceChildren(table(found.moves));
    byId("calendar-moves").hidden = !found.moves.length;
    byId("calendar-apply").hidden = false;
    byId("calendar-words").focus();
  } catch (failure) {
    reset();
    showFailure(failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function apply(event) {
  const button = event.currentTarget;
  if (!tried || button.getAttribute("aria-busy")) return;
  const { facts, sent, key } = tried;
  if (!(await ask(say("calendar.apply_ask", facts), say("calendar.apply_why", facts), say("calendar.apply")))) return;
  clear();
  button.setAttribute("aria-busy", "true");
  try {
    // The same key as long as the same preview stands: a lost answer does not apply it twice.
    const done = await send("POST", "/api/calendar/apply", { body: sent, key, patience: PATIENCE_MS });
    sessionStorage.setItem(SAID, say("calendar.applied", done));
    location.reload();
  } catch (failure) {
    showFailure(failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

await learn("setup");
form.addEventListener("submit", preview);
for (const input of form.querySelectorAll("input")) input.addEventListener("change", reset);
byId("calendar-apply").addEventListener("click", apply);
