// The words of one section, in the language of the page, from GET /api/texts/{lang}/{section}.

import { get } from "./api.js";

export const lang = document.documentElement.lang || "vi";

let words = {};

const asked = {};

/** Load a section; until it is there no module says anything. Modules of one page that need the same ask for it once. */
export async function learn(section) {
  asked[section] ??= get(`/api/texts/${lang}/${section}`).catch((failure) => {
    delete asked[section]; // who tries again asks again
    throw failure;
  });
  words = await asked[section];
}

/** The sentence of a key, with its facts put in; a missing one shows its key, which a test forbids. */
export function say(key, facts = {}) {
  const found = key.split(".").reduce((table, step) => table?.[step], words);
  if (typeof found !== "string") return key;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}
