// What the hall sees: the state drawn into the page, each part only when it changed.

import { age, now, onWall } from "./clock.js";
import { byId, el, icon, once, scoped, spills } from "./dom.js";
import { say } from "./words.js";

const FRESH_MS = 60_000;
const PAGE_MS = 10_000;
const SENTENCE_MS = 12_000;
const COLUMN_ROWS = 8;
const PAGE_COUNTERS = 2 * COLUMN_ROWS;
const PAGE_LINES = 6;

/**
 * Draw the board.
 *
 * `shown`: { state, ticker, lostAt, sound: { blocked, missing } }; `state` is null before the first
 * snapshot, `lostAt` (milliseconds since 1970, server's clock) is null while the line is up.
 */
export function draw(shown) {
  const { state, lostAt, sound } = shown;
  const stale = lostAt !== null;
  const newest = state?.calls.find((call) => onWall(call.called_at).day === onWall(now()).day) ?? null;
  const fresh = newest !== null && !stale && age(newest.called_at) < FRESH_MS;

  document.documentElement.classList.toggle("is-stale", stale);
  byId("board").classList.toggle("fresh", fresh);
  byId("board").classList.toggle("no-lines", (state?.lines ?? []).length === 0);
  drawClock();
  drawCall(state, newest, fresh, stale);
  drawCounters(state, newest, fresh, stale);
  drawLines(state?.lines ?? []);
  drawFoot(shown.ticker, lostAt, sound);
}

/** Write what does not change: headings, the title, the name of the page. */
export function drawHeadings() {
  byId("title").textContent = say("title");
  byId("call-heading").textContent = say("call.heading");
  byId("desks-heading").textContent = say("counters.heading");
  byId("strip-heading").textContent = say("lines.heading");
}

/** Show instead of the board why there is none; `problem` names a sentence of the texts. */
export function drawProblem(problem) {
  document.title = `${say(`problem.${problem}`)} – ${say("title")}`;
  const seal = icon("seal", "seal", "0 0 40 40");
  const words = [el("h1", "", say(`problem.${problem}`)), el("p", "", say(`problem.${problem}_hint`))];
  const told = el("div", "", ...words);
  told.setAttribute("role", "alert");
  const code = el("p", "code num");
  code.id = "code";
  code.hidden = true;
  document.querySelector("main").replaceWith(el("main", "problem", seal, told, code));
}

function drawClock() {
  const { weekday, date, time } = onWall(now());
  const day = say(`weekday.${weekday}`);
  once("date", [day, date], () => [`${day}, ${date}`]);
  once("time", [time], () => [time]);
}

function drawCall(state, newest, fresh, stale) {
  const centre = state?.centre;
  once("centre", [centre], () => (centre ? [centre.name, document.createElement("br"), centre.place] : []));
  byId("call").classList.toggle("empty", newest === null);
  if (newest === null) {
    const title = say(state ? "call.none" : "loading");
    const hint = state ? [el("p", "call-e2", say("call.none_hint"))] : [];
    once("call-body", [title], () => [el("p", "call-e", title), ...hint]);
    return;
  }
  const { label, counter, called_at, times } = newest;
  const time = onWall(called_at).time;
  let kicker = say("call.latest", { time });
  if (stale) kicker = say("call.called_at", { time });
  else if (fresh) kicker = say("call.invite");
  const again = fresh && times > 1 ? say("call.again", { times }) : "";
  once("call-body", [label, counter, called_at, kicker, again], () => {
    const number = el("p", "call-n num", label);
    number.dataset.length = Math.min(Math.max(label.length, 4), 8);
    const { extra } = deskName(counter);
    return [
      el("p", "call-k", kicker, again && el("b", "", again)),
      number,
      el("p", "call-q", el("span", "", say("call.to_counter")), el("b", "num", counter.number), extra && el("i", "", extra)),
    ];
  });
}

function drawCounters(state, newest, fresh, stale) {
  const counters = state?.counters ?? [];
  const pages = paged(counters, PAGE_COUNTERS);
  const calledOn = pages.findIndex((page) => page.some((counter) => counter.id === newest?.counter.id));
  // While a call is new its counter is on the screen, whatever page would be due.
  const page = fresh && calledOn >= 0 ? calledOn : turn(pages.length, PAGE_MS);
  const recent = stale ? [] : (state?.calls ?? []).filter((call) => age(call.called_at) < FRESH_MS);
  const key = [pages[page], page, newest?.ticket, newest?.counter.id, stale, recent.map((call) => call.ticket)];
  once("counters", key, () => {
    const columns = paged(pages[page] ?? [], COLUMN_ROWS);
    const tables = columns.map((column) => table(column, newest, recent));
    byId("counters").dataset.columns = columns.length;
    byId("counters").dataset.rows = columns[0]?.length ?? 0;
    return [...tables, dots(page, pages.length)];
  });
}

function table(counters, newest, recent) {
  const head = el("tr", "", scoped("col", say("counters.counter")), scoped("col", say("counters.label")));
  const rows = counters.map((counter) => row(counter, newest, recent));
  const caption = el("caption", "vh", say("counters.caption"));
  return el("table", "", caption, el("thead", "vh", head), el("tbody", "num", ...rows));
}

function row(counter, newest, recent) {
  const { title, extra } = deskName(counter);
  const here = (call) => call.counter.id === counter.id && call.label === counter.label;
  const name = scoped("row", el("span", "d", title), extra && el("span", "x", ` · ${extra}`));
  const made = el("tr", "", name, el("td", "", ...serving(counter)));
  if (!counter.label) made.classList.add("idle");
  if (newest && here(newest)) made.classList.add("new");
  else if (recent.some(here)) made.classList.add("recent");
  return made;
}

function serving({ label, state }) {
  if (label) return [label];
  if (state === "break") return [icon("i-pause"), say("counters.break")];
  if (state === "closed") return [icon("i-no"), say("counters.closed")];
  return [say("counters.ready")];
}

function drawLines(lines) {
  const pages = paged(lines, PAGE_LINES);
  const page = turn(pages.length, PAGE_MS);
  const shown = pages[page] ?? [];
  once("lines", [shown, page, pages.length], () => {
    byId("lines").dataset.columns = shown.length;
    byId("strip").querySelector(".dots")?.remove();
    byId("strip").append(dots(page, pages.length));
    return shown.map(place);
  }, () => {
    // Names stand in one line, or, when one of them is too long for that, all in two.
    const names = [...byId("lines").querySelectorAll("h3 span")];
    byId("lines").classList.remove("tall");
    byId("lines").classList.toggle("tall", names.some(spills));
  });
}

function place({ letter, name, waiting, next }) {
  const heading = el("h3", "", el("b", "", letter), el("span", "", name));
  const labels = next.slice(0, 2).map((label) => el("span", "", label));
  const people = waiting > 0 ? say("lines.waiting", { count: waiting }) : say("lines.nobody");
  return el("li", "", heading, labels.length > 0 && el("p", "up", ...labels), el("p", "w", people));
}

function drawFoot(ticker, lostAt, sound) {
  const stale = lostAt !== null;
  const since = stale ? say("stale.since", { time: onWall(lostAt).time }) : "";
  const sentences = ticker.length > 0 ? ticker : [say("ticker.usual")];
  const sentence = sentences[turn(sentences.length, SENTENCE_MS)];
  document.title = stale ? `${since} – ${say("title")}` : say("title");
  byId("mute").hidden = stale || !sound.missing;
  byId("touch").hidden = !sound.blocked;
  once("mute", [], () => [icon("i-mute"), say("sound.none")]);
  once("touch", [], () => [icon("i-say"), say("sound.touch")]);
  once("ticker", [since, sentence, sound.missing, sound.blocked], () => {
    if (stale) byId("ticker").setAttribute("role", "alert");
    else byId("ticker").removeAttribute("role");
    if (!stale) return [icon("i-bell"), el("span", "", sentence)];
    return [icon("i-off"), el("span", "", since), " ", el("small", "", say("stale.hint"))];
  }, () => {
    byId("ticker").classList.remove("long");
    byId("ticker").classList.toggle("long", !stale && spills(byId("ticker").querySelector("span")));
  });
}

/** A counter is called "Quầy 8"; what its own name adds to that ("Trả kết quả") stands beside it. */
function deskName({ number, name }) {
  const title = say("counters.name", { number });
  const extra = (name ?? "").replace(new RegExp(`^(quầy|counter)(\\s+số)?\\s*0*${number}\\b[\\s·:,–-]*`, "iu"), "").trim();
  return { title, extra: extra === title ? "" : extra };
}

/** Cut a list into pages of at most `size`, as even as they can be. */
function paged(list, size) {
  const count = Math.ceil(list.length / size);
  const each = Math.ceil(list.length / count);
  return Array.from({ length: count }, (_, page) => list.slice(page * each, (page + 1) * each));
}

function turn(count, each) {
  return count > 1 ? Math.floor(now() / each) % count : 0;
}

function dots(page, count) {
  const marks = Array.from({ length: count > 1 ? count : 0 }, (_, index) => el("i", index === page ? "on" : ""));
  const made = el("p", "dots", ...marks);
  made.setAttribute("aria-hidden", "true");
  return made;
}
