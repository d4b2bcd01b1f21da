// What is typed in a dialog and not sent yet: kept in this tab under a subject, put back with a line that says so.

import { serverNow } from "./api.js";
import { hour } from "./dates.js";
import { h } from "./dom.js";
import { drop, keep, read } from "./drafts.js";
import { say } from "./texts.js";

const nothing = { lay: async () => undefined, read: () => ({}), put: async () => undefined };

/** The fields of a form that a person fills in, but for those of rows that it grows. A signature is drawn anew each time. */
const fieldsOf = (form) => [...form.elements].filter((one) => one.matches("input:not([type=hidden]), select, textarea") && !one.closest(".chosen"));
const nameOf = (one) => (one.type === "radio" ? `${one.name}=${one.value}` : one.id || one.name);
const told = (one) => (["radio", "checkbox"].includes(one.type) ? one.checked : one.value);
const valuesOf = (form) => Object.fromEntries(fieldsOf(form).map((one) => [nameOf(one), told(one)]));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const listening = new WeakMap();

/**
 * Lay a dialog's form out, put back what was typed in it before, and keep what is typed from now on.
 *
 * `rows` lays out, reads and puts back the rows that the form grows; `blank` brings the form to where it begins.
 */
export async function takeUp(form, { officer, subject, rows = nothing, blank = () => form.reset() }) {
  listening.get(form)?.abort();
  line(form)?.remove();
  blank();
  const fresh = { values: valuesOf(form), rows: null };
  await rows.lay(form);
  fresh.rows = rows.read(form);
  const kept = read(officer, subject);
  if (kept) {
    putValues(form, kept.values, fresh.values);
    await rows.put(form, kept.rows);
    tell(form, kept.at, async () => {
      drop(officer, subject);
      await takeUp(form, { officer, subject, rows, blank });
      fieldsOf(form)[0]?.focus();
    });
  }
  const save = () => {
    const now = { values: valuesOf(form), rows: rows.read(form) };
    if (same(now, fresh)) drop(officer, subject);
    else keep(officer, subject, { ...now, at: serverNow() });
  };
  const stopped = new AbortController();
  listening.set(form, stopped);
  for (const kind of ["input", "change"]) form.addEventListener(kind, save, { signal: stopped.signal });
  // Somebody may have typed while the rows were fetched.
  if (!kept) save();
}

/** Forget what was typed under a subject: it was sent and taken. */
export function settled(form, officer, subject) {
  listening.get(form)?.abort();
  drop(officer, subject);
}

/** What has been typed since the dialog opened is newer than what was kept. */
function putValues(form, kept, fresh) {
  for (const one of fieldsOf(form)) {
    const value = kept[nameOf(one)];
    if (value === undefined || told(one) !== fresh[nameOf(one)] || told(one) === value) continue;
    if (typeof value === "boolean") one.checked = value;
    else one.value = value;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const line = (form) => form.querySelector(".restored");

function tell(form, at, discard) {
  form.querySelector("h2").after(h("div", { className: "restored", role: "status" }, h("span", {}, say("ask.restored", { at: hour(at) })),
    h("button", { className: "b bare", type: "button", onclick: discard }, say("ask.discard"))));
}
