// The papers of a dossier: what is needed, what was brought, and what each row lacks.

import { badge, byId, h } from "../office/dom.js";
import { say } from "../office/texts.js";
import * as draft from "./draft.js";

const KINDS = ["originals", "certified", "copies"];

let rows = [];
let changed = () => undefined;

const brought = (position) => (draft.now().papers[position] ??= {});
const count = (typed) => (typed === undefined || typed === "" ? null : Number(typed));

/** Originals serve for certified copies, and both for plain ones, as the server's own comparison has it. */
function serves(requirement, have) {
  const sums = (counts) => counts.map((_, index) => counts.slice(0, index + 1).reduce((sum, n) => sum + n, 0));
  const brings = sums(KINDS.map((kind) => count(have[kind]) ?? 0));
  return sums(KINDS.map((kind) => requirement[kind])).every((need, index) => brings[index] >= need);
}

/** "enough", "unchecked", "short", "database", or "free" where nothing has to be brought */
export function verdict(requirement) {
  const have = brought(requirement.position);
  const needed = KINDS.filter((kind) => requirement[kind] > 0);
  const some = KINDS.some((kind) => count(have[kind]) > 0);
  if (requirement.replaced_by_database) return have.from_database ? "database" : some ? "enough" : "unchecked";
  if (!needed.length || requirement.optional) return some ? "enough" : "free";
  if (serves(requirement, have)) return "enough";
  return needed.some((kind) => count(have[kind]) === null) ? "unchecked" : "short";
}

/** What no officer may ask a citizen for: the database has it. */
const askable = (requirement) => !requirement.replaced_by_database;

const lacking = (kind) => rows.filter(({ requirement }) => verdict(requirement) === kind).map(({ requirement }) => requirement);
export const unchecked = () => lacking("unchecked");
export const short = () => lacking("short");
export const missing = () => ({ unchecked: unchecked().filter(askable), short: short().filter(askable) });

const BADGES = {
  enough: ["ok", "papers.enough", "ok"], database: ["ok", "papers.fetched", "ok"], unchecked: ["near", "papers.unchecked", "clock"],
  short: ["near", "papers.short", "alert"],
};

function status(requirement, standing) {
  if (standing === "free") return h("span", { className: "soft" }, say(requirement.optional ? "papers.optional" : "papers.unstated"));
  const [kind, word, picture] = BADGES[standing];
  return badge(kind, say(requirement.replaced_by_database && standing === "unchecked" ? "papers.to_fetch" : word), picture);
}

function counter(requirement, kind) {
  const have = brought(requirement.position);
  const label = say(`papers.count_${kind}`, { paper: requirement.name, need: requirement[kind] });
  const asked = requirement[kind] > 0;
  const input = h("input", { className: asked ? "in asked" : "in ghost", id: `paper-${requirement.position}-${kind}`, inputMode: "numeric", maxLength: 3,
    autocomplete: "off", placeholder: asked ? "0" : "–", value: have[kind] ?? "", "aria-label": label });
  input.addEventListener("input", () => {
    input.value = input.value.replace(/\D/g, "");
    have[kind] = input.value;
    changed();
  });
  input.addEventListener("keydown", (event) => onKey(event, input, requirement[kind]));
  return input;
}

/** The space bar says "as many as needed"; arrows and Enter go from count to count. */
function onKey(event, input, needed) {
  const step = { " ": 1, Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey) return;
  event.preventDefault();
  if (event.key === " ") {
    input.value = String(needed || 1);
    input.dispatchEvent(new Event("input"));
  }
  // Counts that nobody asks for are passed by; Tab still reaches them.
  const stops = [...byId("requirements").querySelectorAll("td input")].filter((stop) => stop === input || !stop.matches(".ghost, [hidden] *"));
  (stops[stops.indexOf(input) + step] ?? (step > 0 ? byId("accept") : input)).focus();
}

function database(requirement) {
  const have = brought(requirement.position);
  const box = h("input", { type: "checkbox", id: `paper-${requirement.position}-database`, checked: Boolean(have.from_database) });
  const needed = KINDS.find((kind) => requirement[kind] > 0) ?? "originals";
  // The database may be down: then the paper itself will do, if the citizen has it.
  const paper = h("span", { className: "db", hidden: box.checked }, say("papers.or_paper"), counter(requirement, needed));
  box.addEventListener("change", () => {
    have.from_database = box.checked;
    paper.hidden = box.checked;
    changed();
  });
  box.addEventListener("keydown", (event) => event.key !== " " && onKey(event, box, 1));
  return [h("label", { className: "db" }, box, say("papers.from_database")), paper];
}

function note(requirement) {
  const have = brought(requirement.position);
  const input = h("input", { className: "in", value: have.note ?? "", placeholder: say("papers.note"), maxLength: 300, autocomplete: "off",
    "aria-label": say("papers.note_label", { paper: requirement.name }) });
  input.addEventListener("input", () => {
    have.note = input.value;
    changed();
  });
  return input;
}

function row(requirement) {
  const noteBox = h("div", { className: "flaw", hidden: true }, note(requirement));
  const cells = requirement.replaced_by_database
    ? [h("td", { className: "c", colSpan: 3 }, database(requirement))]
    : KINDS.map((kind) => h("td", { className: "c" }, counter(requirement, kind)));
  const last = h("td", {});
  const made = h("tr", {}, h("th", { scope: "row" }, requirement.name, noteBox), ...cells, last);
  return { requirement, made, last, noteBox };
}

/** Show each row's standing anew without touching its fields. */
export function refresh() {
  for (const { requirement, made, last, noteBox } of rows) {
    const standing = verdict(requirement);
    made.classList.toggle("todo", standing === "unchecked" || standing === "short");
    noteBox.hidden = standing !== "short";
    last.replaceChildren(status(requirement, standing));
  }
  const open = unchecked().length;
  byId("checked").textContent = rows.length ? say("papers.checked", { done: rows.length - open, all: rows.length }) : say("papers.none");
}

export function build(requirements) {
  rows = requirements.map(row);
  byId("requirements").replaceChildren(...rows.map(({ made }) => made));
  refresh();
}

const field = (found) => (found?.made.querySelector(".asked, [type=checkbox]") ?? found?.made.querySelector("td input"))?.id;

/** The first field that still waits for the officer. */
export function firstOpen() {
  const open = rows.find(({ requirement }) => ["unchecked", "short"].includes(verdict(requirement))) ?? rows[0];
  return field(open) ?? "accept";
}

export const targetOf = (position) =>
  field(rows.find(({ requirement }) => requirement.position === position));

/** The papers as the API takes them: only rows where something was brought or fetched. */
export const asSent = () => rows.map(({ requirement }) => {
  const have = brought(requirement.position);
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, count(have[kind]) ?? 0]));
  return { position: requirement.position, ...counts, from_database: Boolean(have.from_database) };
}).filter((paper) => paper.from_database || KINDS.some((kind) => paper[kind] > 0));

/** What form 02 asks for: [{position, name, note?}] */
export const asMissing = (requirements) => requirements.map(({ position, name }) => {
  const remark = brought(position).note?.trim();
  return remark ? { position, name, note: remark } : { position, name };
});

export function start(onChange) {
  changed = onChange;
}
