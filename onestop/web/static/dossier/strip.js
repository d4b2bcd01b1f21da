// The way of a dossier over the calendar: received, promised, due, now; days off are shaded. Drawn from the page's own dates.

import { serverNow } from "../office/api.js";
import { say } from "../office/texts.js";
import { day, shortDay } from "../office/dates.js";

const WIDTH = 1376;
const [LEFT, RIGHT, TOP, LINE, BOTTOM] = [8, 40, 30, 62, 92];
const ROOM = 140;
const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000; // Asia/Ho_Chi_Minh keeps no summer time

const dayNumber = (instant) => Math.floor((instant + ZONE_MS) / DAY_MS);
const startOf = (number) => number * DAY_MS - ZONE_MS;

function piece(tag, attributes, word) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (word) made.textContent = word;
  return made;
}

function offDays(text) {
  const off = new Set();
  for (const stretch of text.trim().split(/\s+/).filter(Boolean)) {
    const [since, until] = stretch.split("/").map((iso) => dayNumber(Date.parse(`${iso}T12:00:00+07:00`)));
    for (let number = since; number <= until; number += 1) off.add(number);
  }
  return off;
}

/** Every day on a short way, Mondays on a longer one, months on a long one. */
function ticks(first, last) {
  const every = last - first <= 16 ? () => true : last - first <= 120 ? (n) => (n + 3) % 7 === 0 : (n) => shortDay(startOf(n)).startsWith("01/");
  return Array.from({ length: last - first }, (_, index) => first + index).filter(every);
}

function pins({ received, promised, due, ended, now }) {
  const found = [];
  if (due) found.push({ at: due, kind: "pin", word: say(promised && promised !== due ? "strip.due_now" : "strip.due") });
  if (promised && promised !== due) found.push({ at: promised, kind: "pin-old", word: say("strip.printed") });
  if (ended) found.push({ at: ended, kind: "pin-now", word: say("strip.ready") });
  else if (now > received) found.push({ at: now, kind: "pin-now", word: say("strip.now") });
  return found.sort((a, b) => a.at - b.at);
}

/** Fill a figure; its dates stand in its data attributes. Without them it stays hidden. */
export function draw(figure) {
  if (!figure) return;
  const at = (name) => (figure.dataset[name] ? Date.parse(figure.dataset[name]) : null);
  const dates = { received: at("received"), promised: at("promised"), due: at("due"), ended: at("ended"), now: at("now") ?? serverNow() };
  const last = Math.max(...[dates.received, dates.promised, dates.due, dates.ended ?? dates.now].filter(Boolean));
  const [from, to] = [dayNumber(dates.received), dayNumber(last) + 1];
  const x = (instant) => LEFT + ((instant - startOf(from)) / (startOf(to) - startOf(from))) * (WIDTH - LEFT - RIGHT);
  const svg = piece("svg", { viewBox: `0 0 ${WIDTH} 118`, role: "img", "aria-label": say("strip.label", {
    received: day(dates.received), due: dates.due ? day(dates.due) : "–", now: day(dates.ended ?? dates.now) }) });
  const width = x(startOf(from + 1)) - x(startOf(from));
  for (const number of offDays(figure.dataset.off ?? "")) {
    if (number >= from && number < to) svg.append(piece("rect", { class: "off", x: x(startOf(number)), y: TOP, width, height: BOTTOM - TOP }));
  }
  svg.append(piece("path", { class: "rule", d: `M${LEFT} ${BOTTOM}H${WIDTH - RIGHT}` }));
  for (const number of ticks(from, to)) svg.append(piece("text", { class: "m", x: x(startOf(number)) + width / 2, y: 20, "text-anchor": "middle" }, shortDay(startOf(number))));
  drawWay(svg, x, dates);
  figure.replaceChildren(svg);
  figure.hidden = false;
}

function drawWay(svg, x, dates) {
  const until = dates.ended ?? dates.now;
  const line = (kind, since, to) => to > since && svg.append(piece("path", { class: kind, fill: "none", d: `M${x(since)} ${LINE}H${x(to)}` }));
  if (dates.due && !dates.ended) line("ahead", Math.max(until, dates.received), dates.due);
  line("gone", dates.received, Math.min(until, dates.due ?? until));
  if (dates.due) line("over", dates.due, until);
  const found = pins(dates).map((pin) => ({ ...pin, place: x(pin.at) }));
  found.forEach(({ kind, word, place }, index) => {
    svg.append(piece("path", { class: kind, d: `M${place} ${TOP - 4}V${BOTTOM}` }));
    // A word stands right of its pin, left of it where the next pin or the edge is too near, below where both are.
    const gap = (neighbour, edge) => Math.abs((neighbour?.place ?? edge) - place);
    const left = gap(found[index + 1], WIDTH) < ROOM;
    const below = left && gap(found[index - 1], 0) < ROOM;
    svg.append(piece("text", { class: kind === "pin-now" ? "word-now" : "bo", x: place + (left ? -8 : 8), y: below ? 112 : 48, "text-anchor": left ? "end" : "start" }, word));
  });
  svg.append(piece("circle", { class: "dot", cx: x(Math.max(until, dates.received)), cy: LINE, r: 9 }));
  if (dates.due && !dates.ended) svg.append(piece("circle", { class: "end", cx: x(dates.due), cy: LINE, r: 7 }));
}
