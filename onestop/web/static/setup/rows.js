// The numbered rows of a form: added, moved and removed by button or by Alt and an arrow; what is typed goes with its row.

import { byId } from "../office/dom.js";
import { show } from "../office/problems.js";
import { say } from "../office/texts.js";
import { typed } from "./fields.js";

const itemsIn = (list) => [...list.querySelectorAll(":scope > ol > [data-item]")];
const listsOf = (form) => [...form.querySelectorAll("[data-list]")].filter((list) => list.querySelector(":scope > template"));
const first = (item) => item.querySelector("input:not([type=hidden]), select");
const before = new WeakMap();
let made = 0;

function tell(words) {
  const said = byId("rows-said");
  if (said) said.textContent = words;
}

function count(list) {
  itemsIn(list).forEach((item, place) => {
    item.querySelector("[data-number]").textContent = String(place + 1);
  });
}

function grow(list) {
  made += 1;
  const copy = list.querySelector(":scope > template").content.cloneNode(true);
  for (const element of copy.querySelectorAll("*")) {
    for (const name of ["id", "for", "aria-describedby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replaceAll("__n__", `new-${made}`));
    }
  }
  list.querySelector(":scope > ol").append(copy);
  count(list);
  return itemsIn(list).at(-1);
}

function move(item, step) {
  const list = item.closest("[data-list]");
  const items = itemsIn(list);
  const to = items[items.indexOf(item) + step];
  if (!to) return;
  const held = document.activeElement;
  if (step < 0) to.before(item);
  else to.after(item);
  count(list);
  held.focus();
  tell(say("rows.moved", { place: itemsIn(list).indexOf(item) + 1, count: items.length }));
}

function remove(item) {
  const list = item.closest("[data-list]");
  const items = itemsIn(list);
  const next = items[items.indexOf(item) + 1] ?? items[items.indexOf(item) - 1];
  item.remove();
  count(list);
  (next ? first(next) : list.querySelector("[data-row=add]")).focus();
  tell(say("rows.removed", { count: items.length - 1 }));
}

function act(event) {
  const button = event.target.closest("[data-row]");
  if (!button) return;
  const item = button.closest("[data-item]");
  if (button.dataset.row === "add") first(grow(button.closest("[data-list]"))).focus();
  else if (button.dataset.row === "remove") remove(item);
  else move(item, button.dataset.row === "up" ? -1 : 1);
}

function onKey(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = event.target.closest("[data-item]");
  if (!step || !event.altKey || !item) return;
  event.preventDefault();
  move(item, step);
}

/** How many rows each list of a form has. */
export const rowsOf = (form) => Object.fromEntries(listsOf(form).map((list) => [list.dataset.list, itemsIn(list).length]));

/** Give each list as many rows as it had. */
export function recount(form, rows = {}) {
  for (const list of listsOf(form)) {
    const wanted = rows[list.dataset.list] ?? itemsIn(list).length;
    while (itemsIn(list).length < wanted) grow(list);
    for (const item of itemsIn(list).slice(wanted)) item.remove();
    count(list);
  }
}

const isChanged = (form) => JSON.stringify([typed(form), rowsOf(form)]) !== before.get(form);

/** What is published is what was saved: with something typed beside it the office would publish another text than it sees. */
function guard(event) {
  const rests = byId(event.target.dataset.after ?? "");
  if (!rests || !isChanged(rests)) return;
  event.preventDefault();
  event.stopPropagation();
  show(say("errors.refused"), [{ text: event.target.dataset.unsaved }]);
}

for (const form of document.querySelectorAll("form[data-rows]")) {
  for (const list of listsOf(form)) count(list);
  form.addEventListener("click", act);
  form.addEventListener("keydown", onKey);
  before.set(form, JSON.stringify([typed(form), rowsOf(form)]));
}
document.addEventListener("submit", guard, true);
