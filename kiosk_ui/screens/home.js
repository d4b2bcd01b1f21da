// The first screen: three things to do, and until when numbers are given today.
import { now } from "../clock.js";
import { button, el, heading, icon } from "../dom.js";
import { hearLines, isUnenrolled, stillLetIn } from "../server.js";
import { go } from "../shell.js";
import { Lost } from "../api.js";
import { opensAt, returnLine, sectorLines, state } from "../state.js";
import { say } from "../text.js";
import { dateOf, isMorning, momentOf, timeOf } from "../when.js";

const ASK_MS = 15_000;

export function home() {
  const hours = el("p.lead", {}, hoursToday());
  const tiles = el("nav.tiles", { "aria-label": say("home.choices") }, ...drawTiles());
  const booked = el("div.booked", {}, ...drawBooked());
  const refresh = setInterval(() => ask(hours, tiles, booked), ASK_MS);
  return {
    title: say("home.screen"),
    kind: "start",
    banner: [el("p.hi", {}, say("home.hello")), heading(say("home.title")), hours],
    body: [tiles, booked, el("p.lead.ask", {}, say("home.ask"))],
    idle: 30,
    leave: () => clearInterval(refresh),
  };
}

async function ask(hours, tiles, booked) {
  const focused = document.activeElement?.dataset.tile;
  try {
    await stillLetIn();
    await hearLines();
  } catch (error) {
    if (!hours.isConnected) return;
    if (error instanceof Lost) go("lost");
    else if (isUnenrolled(error)) go("unenrolled");
    return; // any other refusal: what was last heard stays, taking a number will say what is wrong
  }
  if (!hours.isConnected) return;
  hours.textContent = hoursToday();
  tiles.replaceChildren(...drawTiles());
  booked.replaceChildren(...drawBooked());
  if (focused) document.querySelector(`[data-tile="${focused}"]`)?.focus();
}

function hoursToday() {
  const date = dateOf(now());
  const lines = sectorLines();
  const open = lines.filter((line) => line.open);
  if (!open.length) {
    const opens = opensAt(lines);
    return opens ? say("home.reopens", { date, when: momentOf(opens) }) : say("home.shut", { date });
  }
  const ends = open.filter((line) => line.closes_at && !line.round_the_clock).map((line) => line.closes_at);
  if (!ends.length) return say("home.always", { date });
  const last = ends.reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b));
  return say(isMorning(last) ? "home.until_morning" : "home.until_afternoon", { date, time: timeOf(last) });
}

function drawTiles() {
  return [
    tile("submit", "give", submit, shutHint(sectorLines()), "first"),
    tile("collect", "take", collect, shutHint([returnLine()].filter(Boolean))),
    tile("lookup", "search", () => go("lookup")),
  ];
}

/** Only where the office takes bookings: for everybody else one choice less to read. */
function drawBooked() {
  if (!(state.lines ?? []).some((line) => line.takes_bookings)) return [];
  const open = button(say("home.booked"), () => go("booking"), { symbol: "calendar" });
  open.dataset.tile = "booked";
  return [open];
}

/** When all these lines are shut, the tile says so before it is touched. */
function shutHint(lines) {
  if (!lines.length || lines.some((line) => line.open)) return null;
  const opens = opensAt(lines);
  return opens ? say("home.tile_reopens", { when: momentOf(opens) }) : say("home.tile_shut");
}

function tile(name, symbol, act, hint, kind) {
  const words = el("span", {}, el("b", {}, say(`home.${name}`)), el("span", {}, hint ?? say(`home.${name}_hint`)));
  const marks = { type: "button", "data-tile": name, on: { click: act } };
  return el(`button.tile${kind ? `.${kind}` : ""}`, marks, icon(symbol), words, icon("right"));
}

function submit() {
  const lines = sectorLines();
  if (state.lines && !lines.some((line) => line.open)) go("closed", { opens: opensAt(lines) });
  else go("sector");
}

function collect() {
  const line = returnLine();
  if (!line) go("refused", { body: "trouble.no_return_line" });
  else if (!line.open) go("closed", { opens: opensAt([line]) });
  else go("collect");
}
