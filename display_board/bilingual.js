// Words in the leading language and, smaller beside them, in the second one.

import { el } from "./dom.js";
import { also, say, secondLanguage } from "./words.js";

/** Give what to append for a sentence: its words, and those of the second language where there is one. */
export function both(key, facts = {}) {
  return [say(key, facts), beside(also(key, facts))];
}

/** Mark words as being of the second language; nothing for no words. */
export function beside(words) {
  if (!words) return "";
  const made = el("span", "also", words);
  made.lang = secondLanguage();
  return made;
}
