// The words of this page, fetched once from the server's texts, in the languages that the board shows.

const tables = {};
let shown = ["vi"];

/** Fetch the texts of every language; throws when the server does not answer. */
export async function loadWords(languages) {
  for (const lang of languages) {
    const answer = await fetch(`/api/texts/${lang}/board`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`texts: ${answer.status}`);
    tables[lang] = await answer.json();
  }
}

/** Choose the languages shown, the leading one first; tells whether that changed anything. */
export function setLanguages(languages) {
  const known = languages.filter((lang) => lang in tables);
  if (known.length === 0 || known.join() === shown.join()) return false;
  shown = known;
  document.documentElement.lang = known[0];
  return true;
}

/** The second language that the board shows, or nothing. */
export function secondLanguage() {
  return shown[1] ?? "";
}

export function leadingLanguage() {
  return shown[0];
}

/** Say a sentence in the leading language: `key` is dotted, facts fill the `{name}` places. */
export function say(key, facts = {}) {
  return worded(shown[0], key, facts);
}

/** Say it in the second language; nothing where the board shows one only. */
export function also(key, facts = {}) {
  return shown[1] ? worded(shown[1], key, facts) : "";
}

function worded(lang, key, facts) {
  const sentence = key.split(".").reduce((table, part) => table?.[part], tables[lang]);
  if (typeof sentence !== "string") return "";
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in facts ? String(facts[name]) : place));
}
