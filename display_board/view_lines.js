// The strip of lines: letter, name, the numbers called next, how many wait.

import { both } from "./bilingual.js";
import { byId, el, once, spills } from "./dom.js";
import { dots, paged, turn } from "./pages.js";

const PAGE_MS = 10_000;
const PAGE_LINES = 6;

/** Draw the lines; without `layout.lines` only the numbers called next are told of each. `ranges`: minutes by line id. */
export function drawLines(lines, layout, ranges) {
  const pages = paged(lines, PAGE_LINES);
  const page = turn(pages.length, PAGE_MS);
  const shown = pages[page] ?? [];
  once("lines", [shown, page, pages.length, layout.lines, shown.map((line) => ranges[line.id])], () => {
    byId("lines").dataset.columns = shown.length;
    byId("strip").querySelector(".dots")?.remove();
    byId("strip").append(dots(page, pages.length));
    return shown.map((line) => place(line, layout, ranges[line.id]));
  }, () => {
    // Names stand in one line, or, when one of them is too long for that, all in two.
    const names = [...byId("lines").querySelectorAll("h3 span")];
    byId("lines").classList.remove("tall");
    byId("lines").classList.toggle("tall", names.some(spills));
  });
}

function place({ letter, name, waiting, next }, layout, range) {
  const heading = el("h3", "", el("b", "", letter), el("span", "", name));
  const labels = next.slice(0, 2).map((label) => el("span", "", label));
  const people = waiting > 0 ? both("lines.waiting", { count: waiting }) : both("lines.nobody");
  const minutes = layout.lines && waiting > 0 && range && el("p", "w r", ...both("lines.range", range));
  return el("li", "", heading, labels.length > 0 && el("p", "up", ...labels), layout.lines && el("p", "w", ...people), minutes);
}
