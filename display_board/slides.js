// Procedures made public (niêm yết): what it is, how long it takes, what it costs, where it is received.

import { beside, both } from "./bilingual.js";
import { el } from "./dom.js";
import { also, leadingLanguage, say, secondLanguage } from "./words.js";

/** Build the slide of a procedure: { code, name, allowance: {vi, en}, fee, letters, counters }. */
export function slide(procedure) {
  const { code, name, allowance, fee, letters, counters } = procedure;
  const facts = el("dl", "slide-f");
  const terms = [
    ["allowance", allowance?.[leadingLanguage()], allowance?.[secondLanguage()]],
    ["fee", fee || say("slides.no_fee"), fee ? "" : also("slides.no_fee")],
    ["where", ...where(letters ?? [], counters ?? [])],
  ];
  for (const [key, words, second] of terms) {
    if (words) facts.append(term(key), el("dd", "", words, beside(second)));
  }
  return [
    el("p", "slide-k", ...both("slides.heading")),
    el("h3", name.length > 90 ? "slide-n long" : "slide-n", name),
    el("p", "slide-c num", code),
    facts,
  ];
}

function term(key) {
  return el("dt", "", ...both(`slides.${key}`));
}

function where(letters, counters) {
  if (letters.length === 0) return [say("slides.ask"), also("slides.ask")];
  const key = counters.length > 0 ? "slides.line_and_counters" : "slides.line";
  const facts = { lines: letters.join(", "), counters: counters.join(", ") };
  return [say(key, facts), also(key, facts)];
}
