// A pile and a list as tables; every act of a row is a button that names its dossier.

import { badge, h, icon } from "../office/dom.js";
import { say } from "../office/texts.js";

const STATES = { waiting: ["near", "wait"], taken: ["ok", "check"], struck: ["hold", "x"] };

const button = (name, picture, act, label) =>
  h("button", { className: "b", type: "button", onclick: act, "aria-label": label ?? null }, icon(picture), name);

function table(caption, heads, rows) {
  return h("table", { className: "t hand num" },
    h("caption", { className: "vh" }, caption),
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows));
}

/** What was scanned so far, and the two ways to make a list of it. */
export function drawPile(pile, acts) {
  const rows = pile.codes.map((code, place) => h("tr", {},
    h("td", {}, String(place + 1)),
    h("th", { scope: "row" }, code),
    h("td", {}, button(say("leave_out"), "x", () => acts.leaveOut(code), say("leave_out_code", { code })))));
  return [
    pile.codes.length ? table(say("pile_caption"), [say("col_no"), say("col_code"), say("col_act")], rows) : h("p", { className: "none" }, say("scan_first")),
    h("div", { className: "work-acts no-print" },
      pile.codes.length ? button(say("make", { count: pile.codes.length }), "check", () => acts.makeList(false)) : null,
      button(say("make_all"), "users", () => acts.makeList(true))),
  ];
}

/** A list with how each dossier stands. */
export function drawList(list, mayTake, acts) {
  const waiting = list.rows.filter((row) => row.state === "waiting");
  const rows = list.rows.map((row) => h("tr", {},
    h("th", { scope: "row" }, h("a", { href: `/dossiers/${encodeURIComponent(row.code)}` }, row.code)),
    h("td", {}, row.applicant_name),
    h("td", {}, badge(STATES[row.state][0], say(`state.${row.state}`), STATES[row.state][1])),
    h("td", {}, row.taken_by || row.note),
    h("td", {}, row.state === "waiting" ? button(say("strike"), "x", () => acts.strike(row.code), say("strike_code", { code: row.code })) : null)));
  const heads = [say("col_code"), say("col_applicant"), say("col_state"), say("col_by"), say("col_act")];
  return [
    h("p", {}, say(list.outward ? "out_to" : "back_from", { agency: list.agency.name }), ", ", say("counts", { waiting: list.waiting, dossiers: list.dossiers })),
    h("div", { className: "work-acts no-print" },
      mayTake && waiting.length ? button(say("take_all", { count: waiting.length }), "check", acts.takeAll) : null,
      list.paper ? h("a", { className: "b", href: list.paper, target: "_blank", rel: "noopener" }, icon("print"), say("print")) : null),
    table(say("list", { number: list.number }), heads, rows),
  ];
}
