// The left side as the server's page draws it: what waits to be listed, and the open lists.

import { h } from "../office/dom.js";
import { say } from "../office/texts.js";

const none = (key) => h("li", { className: "none" }, say(key));
const named = (one) => say(one.outward ? "out_to" : "back_from", { agency: one.agency.name });

/** What waits: a button where the officer may give it, else only told. */
export function drawWaiting(waiting, gives) {
  if (!waiting.length) return [none("nothing_waits")];
  return waiting.map((one) => h("li", {}, gives || !one.outward
    ? h("button", { className: "row", type: "button", "data-agency": one.agency.id, "data-name": one.agency.name, "data-outward": String(one.outward) },
      h("span", {}, named(one)), h("b", {}, String(one.dossiers)))
    : h("p", { className: "row" }, h("span", {}, say("coming_to", { agency: one.agency.name })), h("b", {}, String(one.dossiers)))));
}

export function drawOpen(lists) {
  if (!lists.length) return [none("none_open")];
  return lists.map((one) => h("li", {}, h("a", { href: `/handovers?list=${one.id}`, "data-list": one.id },
    h("span", {}, one.number, h("br"), h("span", { className: "soft" }, named(one))),
    h("b", {}, `${one.waiting}/${one.dossiers}`))));
}
