// Priority: one question with its rule in words, and for those who say yes, which of the five.
import { el, heading, icon, button } from "../dom.js";
import { go } from "../shell.js";
import { named } from "../state.js";
import { take } from "../taking.js";
import { say } from "../text.js";

/** The five who go first, as the server names them, each with its picture. */
const CLASSES = [["elderly", "elder"], ["disabled", "wheel"], ["pregnant", "preg"], ["child", "child"], ["merit", "medal"]];

const lineName = (line) => el("p.lead.of", {}, say("priority.line", { letter: line.letter, name: named(line) }));

export function priority({ line }) {
  const who = CLASSES.map(([name, symbol]) => el("li", {}, icon(symbol), say(`priority.${name}`)));
  return {
    title: say("priority.title"),
    kind: "asking",
    body: [
      lineName(line), heading(say("priority.title")), el("ul.who5", {}, ...who), el("p.rule", {}, say("priority.rule")),
      el("div.kbs.two", {},
        button(say("priority.no"), () => take({ line: line.id }), { main: true }),
        button(say("priority.yes"), () => go("which", { line }))),
    ],
    back: () => go("sector"),
  };
}

export function which({ line }) {
  const choose = ([name, symbol]) =>
    el("li", {}, button(say(`priority.${name}`), () => take({ line: line.id, priority: name }), { symbol }));
  const none = button(say("priority.which_none"), () => take({ line: line.id }));
  return {
    title: say("priority.which"),
    kind: "asking",
    body: [
      lineName(line), heading(say("priority.which")), el("p.lead", {}, say("priority.which_lead")),
      el("ul.five", {}, ...CLASSES.map(choose), el("li.none5", {}, none)),
    ],
    back: () => go("priority", { line }),
  };
}
