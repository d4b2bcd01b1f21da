// Waiting for the server: says that it works, and after a while that it is slow.
import { el, heading, icon } from "../dom.js";
import { say } from "../text.js";

const SLOW_AFTER_MS = 3_000;

export function busy({ words, note = "busy.wait", facts = {} }) {
  const told = { key: note, facts };
  const line = el("p.big", { role: "status" }, say(note, facts));
  const tell = (key, more = {}) => {
    Object.assign(told, { key, facts: more });
    line.textContent = say(key, more);
  };
  const slow = setTimeout(() => { if (told.key === "busy.wait") tell("busy.slow"); }, SLOW_AFTER_MS);
  return {
    title: say(words),
    kind: "wrong working",
    body: [icon("wait"), el("div", {}, heading(say(words)), line)],
    idle: null,
    leave: () => clearTimeout(slow),
    keep: () => ({ note: told.key, facts: told.facts }),
    say: tell,
  };
}
