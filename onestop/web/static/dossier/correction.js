// The correction of a receipt: its papers and sets as they would be sent, and what each change was and becomes.

import { byId, h } from "../office/dom.js";
import { say } from "../office/texts.js";

const dialog = byId("ask-correct");
const KINDS = ["originals", "certified", "copies"];

const typed = (field) => field.value.trim();
const number = (text) => Number.parseInt(text, 10) || 0;
const labelOf = (field) => field.labels[0].firstChild.textContent.trim();

const rowsOf = (field) => [...field.querySelectorAll("tr[data-position]")];
const countOf = (row, kind) => row.querySelector(`[data-part=${kind}]`);
const boxOf = (row) => row.querySelector("[data-part=from_database]");
const before = (row) => ({ counts: KINDS.map((kind) => number(countOf(row, kind).defaultValue)), database: boxOf(row)?.defaultChecked ?? false });
const now = (row) => ({ counts: KINDS.map((kind) => number(countOf(row, kind).value)), database: boxOf(row)?.checked ?? false });
const differs = (row) => JSON.stringify(before(row)) !== JSON.stringify(now(row));

/** Sets, where they are others than on the receipt. */
export const readCount = (field) => (typed(field) === field.defaultValue ? undefined : number(field.value));

/** All the papers as they are to be, where any is other than on the receipt: the call takes the whole list. */
export function readPapers(field) {
  if (!rowsOf(field).some(differs)) return undefined;
  return rowsOf(field).map((row) => {
    const { counts, database } = now(row);
    const paper = { position: Number(row.dataset.position), ...Object.fromEntries(KINDS.map((kind, index) => [kind, counts[index]])), from_database: database };
    return row.dataset.name ? { ...paper, name: row.dataset.name } : paper;
  }).filter((paper) => paper.from_database || KINDS.some((kind) => paper[kind]));
}

function inWords({ counts, database }) {
  if (database) return say("one.from_database");
  const told = KINDS.flatMap((kind, index) => (counts[index] ? [say(`one.${kind}`, { n: counts[index] })] : []));
  return told.join(", ") || say("ask.no_copies");
}

const shown = (field) => (field.matches("select") ? field.selectedOptions[0].textContent : typed(field));

function changes() {
  const fields = [...dialog.querySelectorAll("[data-was]")].filter((field) => typed(field)).map((field) => [labelOf(field), field.dataset.was || "–", shown(field)]);
  const sets = [...dialog.querySelectorAll("[data-kind=count]")].filter((field) => readCount(field) !== undefined).map((field) => [labelOf(field), field.defaultValue, typed(field) || "–"]);
  const papers = [...dialog.querySelectorAll("tr[data-position]")].filter(differs).map((row) => [row.dataset.label, inWords(before(row)), inWords(now(row))]);
  return [...fields, ...sets, ...papers];
}

function draw() {
  const found = changes();
  const list = found.map(([label, was, becomes]) => h("li", {}, `${label}: `, h("del", {}, was), " → ", h("ins", {}, becomes)));
  byId("correct-changes-list").replaceChildren(...(list.length ? list : [h("li", { className: "soft" }, say("ask.no_changes"))]));
}

/** Keep the list of changes to what is typed. */
export function watchChanges() {
  if (!dialog) return;
  const form = dialog.querySelector("form");
  for (const kind of ["input", "change"]) form.addEventListener(kind, draw);
  // A form is reset after its event.
  form.addEventListener("reset", () => setTimeout(draw));
  for (const field of dialog.querySelectorAll("[data-part=originals], [data-part=certified], [data-part=copies], [data-kind=count]")) {
    field.addEventListener("input", () => { field.value = field.value.replace(/\D/g, ""); });
  }
  dialog.querySelector(".answers .main").setAttribute("aria-describedby", "correct-changes");
  draw();
}
