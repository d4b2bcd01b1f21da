// What became of the intake: code, secret, promised date, the papers to print, and the next person.

import { badge, byId, h, icon } from "../office/dom.js";
import { day, hour, weekday } from "../office/dates.js";
import { say } from "../office/texts.js";
import { giveAtOnce } from "./atonce.js";
import { recall, reopen } from "./outcome.js";
import { change, state, subject, watch } from "./state.js";

let frame = null;

/** Print the sheet that is shown; where the browser shows no PDF, open it instead. */
function print(paper) {
  if (!frame) return window.open(paper.url, "_blank", "noopener");
  frame.contentWindow.focus();
  return frame.contentWindow.print();
}

function sheet(paper) {
  frame = null;
  if (!paper || !navigator.pdfViewerEnabled) return null;
  frame = h("iframe", { className: "sheet", src: `${paper.url}#toolbar=0&navpanes=0&view=FitH`, title: say(`done.paper_${paper.name}`) });
  return frame;
}

/** The receipt is what is printed first; what was paid has a slip of its own beside it. */
const inOrder = (papers = []) => [...papers].sort((one, other) => (one.name === "payment_slip") - (other.name === "payment_slip"));

const paperLink = (paper) => h("li", {}, h("a", { href: paper.url, target: "_blank", rel: "noopener" }, icon("file"), say(`done.paper_${paper.name}`)));

function figures({ code, secret, promised_at: promised }) {
  return h("dl", { className: "result num" },
    h("div", {}, h("dt", {}, say("done.code")), h("dd", { className: "code" }, code)),
    h("div", {}, h("dt", {}, say("done.promised")), h("dd", {}, `${weekday(promised)} ${day(promised)}`, h("span", {}, hour(promised)))),
    h("div", {}, h("dt", {}, say("done.secret")), h("dd", {}, secret ?? h("span", { className: "soft small" }, say("done.secret_printed")))));
}

function buttons(outcome) {
  const [paper] = inOrder(outcome.papers);
  return h("div", { className: "next" },
    paper && h("button", { className: "b main", type: "button", id: "print", "aria-describedby": "done-title", onclick: () => print(paper) },
      h("kbd", { className: "k" }, "↵"), say(`done.print_${paper.name}`)),
    outcome.atOnce && !outcome.hand_over && h("button", { className: "b", type: "button", id: "at-once", onclick: giveAtOnce }, icon("check"), say("done.at_once")),
    outcome.code && h("a", { className: "b", href: `/dossiers/${encodeURIComponent(outcome.code)}` }, icon("file"), say("done.open")),
    outcome.kind === "accepted"
      ? outcome.applicant && h("button", { className: "b", type: "button", onclick: reopen }, icon("plus"), say("done.another"))
      : h("button", { className: "b", type: "button", onclick: reopen }, icon("left"), say("done.back")),
    outcome.subject === "post" && h("button", { className: "b", type: "button", onclick: leavePost }, icon("check"), say("done.close")));
}

/** Which words tell how it stands: what is settled at once needs no receipt, and then has its result. */
const standing = ({ kind, atOnce, hand_over: given }) => (given ? "returned" : atOnce ? "at_once" : kind);

function show(outcome) {
  const now = standing(outcome);
  const kind = { supplement: ["near", "clock"], declined: ["hold", "no"] }[now] ?? ["ok", "ok"];
  byId("person-name").textContent = say(`done.${outcome.kind}`);
  byId("person-brief").textContent = outcome.procedure;
  const heading = h("h2", { tabIndex: -1, id: "done-title" }, badge(kind[0], say(`done.${now}_title`), kind[1]));
  const shown = sheet(inOrder(outcome.papers)[0]);
  byId("done").replaceChildren(...[heading, outcome.code && figures(outcome), h("p", { className: "soft" }, say(`done.${now}_do`)), buttons(outcome),
    h("ul", { className: "sheets" }, inOrder(outcome.papers).map(paperLink)), shown].filter(Boolean));
  // Enter prints at once: nothing is printed that nobody asked for, and a reload prints nothing.
  if (outcome.fresh) (byId("print") ?? heading).focus();
}

const leavePost = () => change({ outcome: null, ticketless: false });

let drawn = null;

function follow({ seen, outcome }) {
  if (!seen) return;
  const about = subject();
  if (about && !outcome) {
    const kept = recall(about);
    if (kept) return change({ outcome: kept });
  }
  const mine = outcome !== null && outcome.subject === about;
  byId("done").hidden = !mine;
  if (mine && drawn !== outcome) show(outcome);
  else if (mine) byId("person-name").textContent = say(`done.${outcome.kind}`);
  drawn = mine ? outcome : null;
  if (outcome && !mine) change({ outcome: null });
}

export const start = () => watch(follow);
