// A field for a code: a scanner types into it, a finger uses the keys beside it, a keyboard works as well.
import { el, icon } from "../dom.js";
import { inGroups, punctuate, understand, understandBooking } from "../scan.js";
import { say } from "../text.js";
import { takeSlip } from "./again.js";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const DOSSIER = { words: "scan", marks: [...DIGITS, "H", "0"], read: understand, lay: punctuate };
/** What a booking's code is made of; its words are in the table `booking`. */
export const BOOKING = { words: "booking", marks: [...DIGITS, "0"], read: understandBooking, lay: inGroups };

/** {form, input, leave, typed}: `accept` is given a code or token; a mistake is said under the field. */
export function codeField({ title, go, accept, typed = "", kind = DOSSIER }) {
  const why = el("p.why", { id: "why", role: "alert" });
  // No keyboard of the system rises over the screen: the keys are drawn here, as large as a finger.
  const input = el("input", {
    id: "code", type: "text", inputmode: "none", autocomplete: "off", autocapitalize: "characters", spellcheck: "false",
    maxlength: "300", "aria-describedby": "example why",
  });
  input.value = typed;
  const submit = (event) => {
    event.preventDefault();
    const { ok, slip, wrong } = kind.read(input.value);
    if (ok) return accept(ok);
    if (slip) return takeSlip(slip);
    why.replaceChildren(icon("alert"), say(wrong));
    input.setAttribute("aria-invalid", "true");
    input.select();
    return undefined;
  };
  input.addEventListener("input", () => { why.replaceChildren(); input.removeAttribute("aria-invalid"); });
  const field = el("div.code", {},
    el("label", { for: "code" }, say(`${kind.words}.field`)), input, el("p", { id: "example" }, say(`${kind.words}.example`)), why);
  const done = el("button.kb.main", { type: "submit" }, say(go));
  const form = el("form.scan", { "aria-label": title, on: { submit } }, field, keys(input, kind), done);
  if (typed) queueMicrotask(() => input.select()); // a scan replaces it, a finger goes on from its end
  return { form, input, typed: () => input.value, leave: catchScanner(input) };
}

function keys(input, { marks, lay }) {
  const write = (value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const key = (mark) => el("button", { type: "button", on: { click: () => write(lay(input.value + mark)) } }, mark);
  const erase = () => write(input.value.replace(/[\s.-]*.$/, "").replace(/[\s.-]+$/, ""));
  const wipe = el("button", { type: "button", "aria-label": say("scan.erase"), on: { click: erase } }, icon("erase"));
  return el("div.keys", { role: "group", "aria-label": say("scan.keys") }, ...marks.map(key), wipe);
}

/** A scan counts wherever focus is: the first character moves focus to the field before it is written. */
function catchScanner(input) {
  const turn = (event) => {
    const printable = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!printable || document.activeElement === input) return;
    input.value = "";
    input.focus();
  };
  addEventListener("keydown", turn);
  return () => removeEventListener("keydown", turn);
}
