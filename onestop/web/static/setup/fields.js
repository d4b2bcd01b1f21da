// A form of the set-up read into a request: names become keys, kinds become values, lists their items in order.

/** What cannot be a value: the input, and the word for why. */
export class Unreadable extends Error {
  constructor(input, why) {
    super(why);
    this.input = input;
    this.why = why;
  }
}

function whole(input) {
  const text = input.value.trim();
  if (!/^\d{1,6}$/.test(text)) throw new Unreadable(input, "number");
  return Number(text);
}

function dong(input) {
  const text = input.value.replace(/[\s.,]/g, "");
  if (!/^\d{1,10}$/.test(text)) throw new Unreadable(input, "number");
  return Number(text);
}

const parts = (text, by) => text.split(by).map((one) => one.trim()).filter(Boolean);

const KINDS = {
  int: whole,
  "int-or-none": (input) => (input.value.trim() ? whole(input) : null),
  "int-or-zero": (input) => (input.value.trim() ? whole(input) : 0),
  dong,
  "dong-or-none": (input) => (input.value.trim() ? dong(input) : null),
  "or-none": (input) => input.value || null,
  commas: (input) => parts(input.value, /[,;]/),
  rows: (input) => parts(input.value, "\n"),
};

function valueOf(input) {
  if (input.type === "checkbox") return input.checked;
  const read = KINDS[input.dataset.kind];
  return read ? read(input) : input.value;
}

function put(body, name, value) {
  const path = name.split(".");
  const last = path.pop();
  const holder = path.reduce((held, step) => (held[step] ??= {}), body);
  holder[last] = value;
}

/** The items of a list that count, in the order that their numbers say; those without a number come last. */
export function itemsOf(list) {
  const place = (item) => {
    const order = item.querySelector("[data-order]")?.value.trim();
    return /^\d+$/.test(order ?? "") ? Number(order) : Infinity;
  };
  const counts = (item) => {
    const filled = item.dataset.ifFilled;
    if (filled) return item.querySelector(`[name="${filled}"]`).value.trim() !== "";
    return item.querySelector("[data-include]")?.checked ?? true;
  };
  return [...list.querySelectorAll("[data-item]")].filter(counts).sort((a, b) => place(a) - place(b) || 0);
}

function itemValue(item) {
  if (item.dataset.value) return item.dataset.value;
  const body = {};
  for (const input of item.querySelectorAll("[name]")) put(body, input.name, valueOf(input));
  return body;
}

/** Read a form into the body of its request; throws `Unreadable` at the first field that cannot be read. */
export function read(form) {
  const body = {};
  for (const input of form.querySelectorAll("[name]")) {
    if (input.closest("[data-item]")) continue;
    if (input.dataset.kind === "each") {
      body[input.name] ??= [];
      if (input.checked) body[input.name].push(input.value);
    } else put(body, input.name, valueOf(input));
  }
  for (const list of form.querySelectorAll("[data-list]")) put(body, list.dataset.list, itemsOf(list).map(itemValue));
  return body;
}

/** The element that a refused field of a request stands for: a field, or a field of an item by its place. */
export function inputOf(form, field) {
  const name = CSS.escape(field);
  const own = form.querySelector(`[data-field~="${name}"], [data-field$=".${name}"]`);
  if (own) return own.matches("[tabindex]") ? own : own.querySelector("input, select, textarea, summary");
  const placed = /^(\w+)\.(\d+)\.(\w+)$/.exec(field);
  if (placed) {
    const items = form.querySelector(`[data-list="${placed[1]}"]`);
    return (items && itemsOf(items)[Number(placed[2]) - 1]?.querySelector(`[name="${placed[3]}"]`)) ?? null;
  }
  const numbered = /^(\w+)_(\d+)$/.exec(field);
  const list = numbered && form.querySelector("[data-list]");
  return (list && itemsOf(list)[Number(numbered[2]) - 1]?.querySelector(`[name="${numbered[1]}"]`)) ?? null;
}

/** What was typed, to be found again after signing in. */
export const typed = (form) =>
  [...form.elements].map((input) => (input.type === "checkbox" ? input.checked : input.value ?? null));

export function retype(form, values) {
  [...form.elements].forEach((input, place) => {
    if (values[place] === undefined || values[place] === null) return;
    if (input.type === "checkbox") input.checked = values[place];
    else if (input.tagName !== "BUTTON" && input.tagName !== "FIELDSET") input.value = values[place];
  });
}
