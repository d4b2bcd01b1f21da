// Rows that a dialog grows: the papers asked for, the agencies on another way; read for drafts, and put back.

import { get } from "../office/api.js";
import { byId, h } from "../office/dom.js";
import { say } from "../office/texts.js";

const { procedure } = byId("main").dataset;
const KINDS = ["originals", "certified", "copies"];

let rows = 0;

const part = (name, label, properties) => {
  rows += 1;
  const id = `row-${rows}-${name}`;
  return h("div", { class: "f" }, h("label", { htmlFor: id }, label), h("input", { id, "data-part": name, autocomplete: "off", ...properties }));
};

const pick = (name, label, options) => {
  rows += 1;
  const id = `row-${rows}-${name}`;
  const list = options.map(([key, word]) => h("option", { value: key }, word));
  return h("div", { class: "f" }, h("label", { htmlFor: id }, label), h("select", { id, "data-part": name }, list));
};

const kinds = () => pick("kind", say("ask.kind"), KINDS.map((kind) => [kind, say(`ask.kind_${kind}`)]));

function itemRow(name = "", kind = "originals", count = 1) {
  rows += 1;
  const id = `row-${rows}-chosen`;
  const known = name ? h("label", { class: "pick", htmlFor: id }, h("input", { id, type: "checkbox", "data-part": "chosen" }), name, h("input", { type: "hidden", "data-part": "name", value: name }))
    : part("name", say("ask.item"), { maxLength: 300 });
  const more = h("div", { class: "parts", hidden: Boolean(name) }, kinds(), part("count", say("ask.count"), { type: "number", min: 0, max: 99, value: count }), part("note", say("ask.item_note"), { maxLength: 300 }));
  more.querySelector("[data-part=kind]").value = kind;
  const row = h("li", {}, known, more);
  row.querySelector("[data-part=chosen]")?.addEventListener("change", ({ target }) => { more.hidden = !target.checked; });
  return row;
}

let requirements = null;

async function fillItems(list) {
  requirements ??= (await get(`/api/procedures/${encodeURIComponent(procedure)}`).catch(() => null))?.requirements ?? null;
  if (list.children.length) return;
  for (const one of requirements ?? []) {
    const kind = KINDS.find((name) => one[name]) ?? "originals";
    list.append(itemRow(one.name, kind, one[kind] || 1));
  }
  if (!list.children.length) list.append(itemRow());
}

let agencies = null;

async function legRow() {
  agencies ??= await get("/api/agencies").catch(() => []);
  return h("li", {}, h("div", { class: "parts" }, pick("agency", say("ask.agency"), [["", say("ask.choose")], ...agencies.map(({ id, name }) => [id, name])]),
    part("amount", say("ask.share"), { inputMode: "decimal", maxLength: 8 }), part("work", say("ask.work"), { maxLength: 300 })));
}

const grown = (within) => [...within.querySelectorAll("[data-kind=items], [data-kind=legs]")];
const oneMore = (field) => (field.dataset.kind === "items" ? itemRow() : legRow());
const listOf = (field) => field.querySelector(".chosen");
const partsOf = (row) => [...row.querySelectorAll("[data-part]")];
const told = (one) => (one.type === "checkbox" ? one.checked : one.value);

/** Lay the rows of a dialog out as they are before anybody types. */
export async function lay(form) {
  for (const field of grown(form)) listOf(field).replaceChildren();
  await Promise.all(grown(form).filter((field) => field.dataset.kind === "items").map((field) => fillItems(listOf(field))));
}

/** What stands in the rows of a dialog, by the field that they belong to. */
export const read = (form) => Object.fromEntries(grown(form).map((field) =>
  [field.id, [...listOf(field).children].map((row) => Object.fromEntries(partsOf(row).map((one) => [one.dataset.part, told(one)])))]));

/** Put rows back over those that are laid out: one that the procedure names into its own, any other beside them. */
export async function put(form, kept) {
  for (const field of grown(form)) {
    const own = [...listOf(field).children];
    for (const [index, values] of (kept[field.id] ?? []).entries()) {
      const named = own.find((row) => row.querySelector("[type=hidden]")?.value === values.name);
      const free = own[index]?.querySelector("[type=hidden]") === null ? own[index] : null;
      let row = named ?? free;
      if (!row) listOf(field).append((row = await oneMore(field)));
      for (const one of partsOf(row)) give(one, values[one.dataset.part]);
    }
  }
}

function give(one, value) {
  if (value === undefined) return;
  if (one.type !== "checkbox") one.value = value;
  else if (one.checked !== value) one.click();
}

for (const field of grown(document)) {
  field.querySelector("[data-more]").addEventListener("click", async () => {
    const row = await oneMore(field);
    listOf(field).append(row);
    row.querySelector("input, select").focus();
    row.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
