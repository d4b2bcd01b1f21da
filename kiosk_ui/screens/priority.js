// Priority: one question with its rule in words, and for those who say yes, which of the centre's classes.
import { el, heading, icon, button } from "../dom.js";
import { go } from "../shell.js";
import { named, state } from "../state.js";
import { take } from "../taking.js";
import { say } from "../text.js";

/** The five that every centre has until it settles its own, each with its picture. */
const USUAL = { elderly: "elder", disabled: "wheel", pregnant: "preg", child: "child", merit: "medal" };
const OTHER = "star";

/** The classes as the server has them, in the reader's language; before it was heard, the usual five. */
function classes() {
  if (state.classes === null) return Object.keys(USUAL).map((key) => ({ key, name: say(`priority.${key}`), rule: "" }));
  const english = state.lang === "en";
  return state.classes.map(({ key, name, name_en, rule, rule_en }) => ({
    key, name: (english && name_en) || name, rule: english ? rule_en : rule,
  }));
}

const pictureOf = (key) => USUAL[key] ?? OTHER;
const lineName = (line) => el("p.lead.of", {}, say("priority.line", { letter: line.letter, name: named(line) }));

export function priority({ line }) {
  const who = classes().map(({ key, name }) => el("li", {}, icon(pictureOf(key)), name));
  if (!who.length) queueMicrotask(() => take({ line: line.id }));
  return {
    title: say("priority.title"),
    kind: "asking",
    body: [
      lineName(line), heading(say("priority.title")), el(who.length > Object.keys(USUAL).length ? "ul.who5.many" : "ul.who5", {}, ...who), el("p.rule", {}, say("priority.rule")),
      el("div.kbs.two", {},
        button(say("priority.no"), () => take({ line: line.id }), { main: true }),
        button(say("priority.yes"), () => go("which", { line }))),
    ],
    back: () => go("sector"),
  };
}

export function which({ line }) {
  const choose = ({ key, name, rule }) => {
    const words = el("span.why5", {}, name, rule && el("small", {}, rule));
    return el("li", {}, button(words, () => take({ line: line.id, priority: key }), { symbol: pictureOf(key) }));
  };
  const none = button(say("priority.which_none"), () => take({ line: line.id }));
  const list = el("ul.five", {}, ...classes().map(choose), el("li.none5", {}, none));
  queueMicrotask(() => fit(list));
  return {
    title: say("priority.which"),
    kind: "asking",
    body: [
      lineName(line), heading(say("priority.which")), el("p.lead", {}, say("priority.which_lead")),
      list,
    ],
    back: () => go("priority", { line }),
  };
}

/** Nothing has to be pushed: where classes with their rules do not fit, the buttons are lower, then the rules go. */
function fit(list) {
  const main = document.getElementById("main");
  for (const step of ["low", "bare"]) {
    if (main.scrollHeight > main.clientHeight) list.classList.add(step);
  }
}
