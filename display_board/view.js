// What the hall sees: the state drawn into the page, each part only when it changed.

import { beside, both } from "./bilingual.js";
import { age, now, onWall } from "./clock.js";
import { byId, el, icon, once, scoped, spills } from "./dom.js";
import { dots, paged, turn } from "./pages.js";
import { slide } from "./slides.js";
import { drawLines } from "./view_lines.js";
import { also, say } from "./words.js";

const FRESH_MS = 60_000;
const PAGE_MS = 10_000;
const SENTENCE_MS = 12_000;
const COLUMN_ROWS = 8;
const PAGE_COUNTERS = 2 * COLUMN_ROWS;

/**
 * Draw the board.
 *
 * `shown`: { state, ticker, ranges, layout, lostAt, sound: { blocked, missing } }; `state` is null before the first
 * snapshot, `lostAt` (milliseconds since 1970, server's clock) is null while the line is up.
 */
export function draw(shown) {
  const { state, layout, lostAt, sound } = shown;
  const stale = lostAt !== null;
  const newest = state?.calls.find((call) => onWall(call.called_at).day === onWall(now()).day) ?? null;
  const fresh = newest !== null && !stale && age(newest.called_at) < FRESH_MS;

  document.documentElement.classList.toggle("is-stale", stale);
  byId("board").classList.toggle("fresh", fresh);
  const lines = layout.next ? (state?.lines ?? []) : [];
  const quiet = !layout.ticker && !stale && !sound.missing && !sound.blocked;
  byId("board").classList.toggle("no-lines", lines.length === 0);
  byId("board").classList.toggle("no-calls", !layout.calls && layout.slides.length === 0);
  byId("board").classList.toggle("no-ticker", quiet);
  drawClock();
  if (layout.slides.length > 0 && !(layout.calls && fresh)) drawSlide(state, layout);
  else drawCall(state, newest, fresh, stale);
  drawCounters(state, layout, newest, fresh, stale);
  drawLines(lines, layout, stale ? {} : shown.ranges);
  drawFoot(layout.ticker ? shown.ticker : null, lostAt, sound);
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

function drawCentre(state) {
  const centre = state?.centre;
  once("centre", [centre], () => (centre ? [centre.name, document.createElement("br"), centre.place] : []));
}

/** While nobody has just been called, the procedures that the office makes public have the panel in turn. */
function drawSlide(state, { slides, slideMs }) {
  const shown = slides[turn(slides.length, slideMs)];
  drawCentre(state);
  byId("call").classList.remove("empty");
  byId("call").classList.add("slide");
  byId("call").removeAttribute("aria-live");
  once("call-body", ["slide", shown], () => slide(shown));
}

function drawCall(state, newest, fresh, stale) {
  drawCentre(state);
  byId("call").classList.toggle("empty", newest === null);
  byId("call").classList.remove("slide");
  byId("call").setAttribute("aria-live", "polite");
  if (newest === null) {
    const title = both(state ? "call.none" : "loading");
    const hint = state ? [el("p", "call-e2", ...both("call.none_hint"))] : [];
    once("call-body", [title[0]], () => [el("p", "call-e", ...title), ...hint]);
    return;
  }
  const { label, counter, called_at, times } = newest;
  const time = onWall(called_at).time;
  let key = "call.latest";
  if (stale) key = "call.called_at";
  else if (fresh) key = "call.invite";
  const again = fresh && times > 1 ? say("call.again", { times }) : "";
  once("call-body", [label, counter, called_at, key, again], () => {
    const number = el("p", "call-n num", label);
    number.dataset.length = Math.min(Math.max(label.length, 4), 8);
    const { extra } = deskName(counter);
    return [
      el("p", "call-k", say(key, { time }), again && el("b", "", again), beside(also(key, { time }))),
      number,
      el("p", "call-q", el("span", "", ...both("call.to_counter")), el("b", "num", counter.number), extra && el("i", "", extra)),
    ];
  });
}

function drawCounters(state, layout, newest, fresh, stale) {
  // Without the counters their place shows where the last numbers were called to.
  const counters = layout.counters ? (state?.counters ?? []) : (state?.calls ?? []).map(asCounter);
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

function asCounter({ counter, label }) {
  return { ...counter, state: "open", label };
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
  if (state === "break") return [icon("i-pause"), ...both("counters.break")];
  if (state === "closed") return [icon("i-no"), ...both("counters.closed")];
  return both("counters.ready");
}

function drawFoot(ticker, lostAt, sound) {
  const stale = lostAt !== null;
  const since = stale ? say("stale.since", { time: onWall(lostAt).time }) : "";
  const usual = [say("ticker.usual"), also("ticker.usual")].filter(Boolean);
  const sentences = ticker === null ? [""] : ticker.length > 0 ? ticker : usual;
  const sentence = sentences[turn(sentences.length, SENTENCE_MS)];
  document.title = stale ? `${since} – ${say("title")}` : say("title");
  byId("mute").hidden = stale || !sound.missing;
  byId("touch").hidden = !sound.blocked;
  once("mute", [], () => [icon("i-mute"), ...both("sound.none")]);
  once("touch", [], () => [icon("i-say"), ...both("sound.touch")]);
  once("ticker", [since, sentence, sound.missing, sound.blocked], () => {
    if (stale) byId("ticker").setAttribute("role", "alert");
    else byId("ticker").removeAttribute("role");
    if (!stale) return sentence ? [icon("i-bell"), el("span", "", sentence)] : [];
    const second = beside(also("stale.since", { time: onWall(lostAt).time }));
    return [icon("i-off"), el("span", "", since, second), " ", el("small", "", ...both("stale.hint"))];
  }, () => {
    byId("ticker").classList.remove("long");
    byId("ticker").classList.toggle("long", !stale && sentence !== "" && spills(byId("ticker").querySelector("span")));
  });
}

/** A counter is called "Quầy 8"; what its own name adds to that ("Trả kết quả") stands beside it. */
function deskName({ number, name }) {
  const title = say("counters.name", { number });
  const extra = (name ?? "").replace(new RegExp(`^(quầy|counter)(\\s+số)?\\s*0*${number}\\b[\\s·:,–-]*`, "iu"), "").trim();
  return { title, extra: extra === title ? "" : extra };
}
