// A number whose slip did not come out: said where it waits, and printed again from there.

import { post } from "../office/api.js";
import { h, icon } from "../office/dom.js";
import { say } from "../office/texts.js";
import { carryOut } from "./moves.js";

/** The button that prints a missing slip again, with the same number; nothing where the slip came out. */
export function slipless({ id, label, print_failed: missing }) {
  if (!missing) return null;
  const reprint = () => carryOut(`slip-${id}`, () => post(`/api/tickets/${id}/reprint`, {}));
  const words = say("slip.again");
  return h("button", { className: "b slipless", type: "button", "aria-label": `${words}: ${label}`, title: say("slip.missing"),
    onclick: reprint }, icon("noprint"), words);
}
