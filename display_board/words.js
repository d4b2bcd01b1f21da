// The words of this page, fetched once from the server's texts.

let words = {};

/** Fetch the section of texts in a language; throws when the server does not answer. */
export async function loadWords(lang) {
  const answer = await fetch(`/api/texts/${lang}/board`, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`texts: ${answer.status}`);
  words = await answer.json();
}

/** Say a sentence: `key` is dotted, facts fill the `{name}` places. */
export function say(key, facts = {}) {
  const sentence = key.split(".").reduce((table, part) => table?.[part], words);
  if (typeof sentence !== "string") return "";
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in facts ? String(facts[name]) : place));
}
