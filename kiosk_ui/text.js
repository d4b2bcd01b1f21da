// Words: both languages fetched once at the start, so that a lost connection does not silence the machine.
import { get, pause } from "./api.js";
import { el } from "./dom.js";
import { BUILT_IN } from "./fallback.js";

const shelves = { vi: BUILT_IN.vi, en: BUILT_IN.en };
let lang = "vi";

export async function fetchTexts() {
  const [vi, en] = await Promise.all([get("/api/texts/vi/kiosk"), get("/api/texts/en/kiosk")]);
  shelves.vi = vi;
  shelves.en = en;
}

export function readIn(chosen) {
  lang = chosen;
}

function sentence(key) {
  const found = key.split(".").reduce((shelf, part) => shelf?.[part], shelves[lang]);
  return typeof found === "string" ? found : key;
}

const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (hole, name) => facts[name] ?? hole);
const plain = (words) => words.replaceAll("*", "");

export const say = (key, facts = {}) => fill(plain(sentence(key)), facts);

/** The same with its weight: *…* becomes <b>. Split before filling, so a fact can carry any character. */
export const rich = (key, facts = {}) =>
  sentence(key).split("*").map((part, place) => (place % 2 ? el("b", {}, fill(part, facts)) : fill(part, facts)));

/** A figure with its noun, which English bends: 1 person, 2 people. */
export const count = (key, figure) => say(figure === 1 ? `${key}_one` : key, { count: figure });

/** People ahead or waiting; nobody has a word of its own. */
export const people = (section, figure) => (figure === 0 ? say(`${section}.nobody`) : count(`${section}.people`, figure));

/** The range of minutes, never a single promise; null when too little has been measured today. */
export function range(minutes) {
  if (minutes === null || minutes === undefined) return null;
  const { low, high } = minutes;
  if (high <= 5) return say("wait.under", { high: 5 });
  if (low <= 0) return say("wait.under", { high });
  return low === high ? say("wait.about", { high }) : say("wait.range", { low, high });
}

/** The label as the hall's voice reads it: letter, then digit by digit. */
export function spoken(label) {
  const [, letter, digits] = label.match(/^(\D*)(\d*)/);
  const words = Array.from(digits, (digit) => say(`spoken.${digit}`)).join(" ");
  return say("spoken.label", { letter, digits: words });
}

/** Fetch the texts however long it takes; `during` is told once that it takes long. */
export async function fetchTextsPatiently(during) {
  for (;;) {
    try {
      return await fetchTexts();
    } catch {
      during();
      await pause(5_000);
    }
  }
}
