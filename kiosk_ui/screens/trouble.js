// When it does not go on: what happened, whether there is a number, and what to do now. Never a guess.
import { now } from "../clock.js";
import { el, heading, icon, button } from "../dom.js";
import { askToBeLetIn, code } from "../enrol.js";
import { goHome } from "../journey.js";
import { hearLines, hello, isUnenrolled } from "../server.js";
import { go, shown, visit } from "../shell.js";
import { printerFailedAt, printerWorks, returnLine, state } from "../state.js";
import { printAgain, tryAgain } from "../taking.js";
import { rich, say } from "../text.js";
import { digits, momentOf } from "../when.js";
import { number, qr } from "./ticket.js";

const PROBE_MS = 5_000;

/** The frame of all: picture, heading, sentences, ways out, buttons, and since when. */
function trouble({ title, symbol, body, ways = [], buttons = [], since = null, below = null, ...rest }) {
  const sentences = body.filter(Boolean).map((words) => el("p.big", {}, words));
  const alarm = el("div.alarm", { role: "alert" }, heading(title), ...sentences);
  const acts = buttons.filter(Boolean);
  const row = acts.length ? el("div.kbs.two", {}, ...acts) : null;
  return { title, kind: "wrong", body: [icon(symbol), alarm, ...waysOut(ways), below, row, since && foot(since)], ...rest };
}

function waysOut(ways) {
  if (!ways.length) return [];
  const list = ways.map(([symbol, key]) => el("li", {}, icon(symbol), el("span", {}, ...rich(key))));
  return [el("h2", {}, say(ways.length === 2 ? "trouble.ways" : "trouble.way")), el("ul.todo", {}, ...list)];
}

function foot(since) {
  const machine = state.device?.name ?? say("page.machine");
  return el("p.log", {}, say("trouble.foot", { machine, time: digits(since) }));
}

const DESK = ["help", "trouble.desk_ticket"];
const ELSEWHERE = ["right", "trouble.elsewhere"];
const home = () => button(say("page.home"), goHome);
const lookup = () => button(say("home.lookup"), () => go("lookup"), { symbol: "search" });

/** No way to the server: with a request under way it is tried on, otherwise the machine waits to come back. */
export function lost({ request, lookup: looking, words }) {
  const onward = looking ?? goHome;
  const timer = setInterval(() => (request ? tryAgain(request) : comeBack(onward)), PROBE_MS);
  const key = words || (request && "trouble.lost_ticket_body") || (looking && "trouble.lost_lookup_body") || "trouble.lost_body";
  const back = request || looking;
  return trouble({
    title: say("trouble.lost_title"), symbol: "off", body: [rich(key)],
    ways: (request && [["wait", "trouble.stay_here"], DESK]) || (looking && [["help", "trouble.desk"]]) || [DESK],
    buttons: [looking && button(say("page.again"), looking, { main: true }), back && home()],
    since: state.lostAt, idle: back ? 60 : null, leave: () => clearInterval(timer),
  });
}

/** Try to reach the server; when it answers, `onward`, if this screen still stands. */
async function comeBack(onward) {
  const asked = visit();
  try {
    await hello();
    await hearLines();
    if (visit() === asked) onward();
  } catch (error) {
    if (visit() === asked && isUnenrolled(error) && shown() !== "unenrolled") go("unenrolled");
  }
}

/** Nobody has let this machine in: it shows the code that the office types, and goes home when it was typed. */
export function unenrolled() {
  const timer = setInterval(() => comeBack(goHome), PROBE_MS * 6);
  const shownCode = el("p.entry.num", { role: "status", hidden: code() === null }, code() ?? "");
  const show = (drawn) => {
    shownCode.textContent = drawn ?? "";
    shownCode.hidden = drawn === null;
  };
  const stop = askToBeLetIn(show, () => comeBack(goHome));
  return trouble({
    title: say("trouble.unenrolled_title"), symbol: "lock", body: [rich("trouble.unenrolled_body")],
    ways: [DESK, ["key", "trouble.unenrolled_staff"]], below: shownCode, idle: null,
    leave: () => { clearInterval(timer); stop(); },
  });
}

export function closed({ opens, title = "trouble.closed_title", detail }) {
  const sentence = opens ? rich("trouble.closed_body", { when: momentOf(opens) }) : rich("trouble.closed_unknown");
  return trouble({
    title: say(title), symbol: "moon", body: [sentence, opens ? null : detail, say("trouble.still")],
    buttons: [button(say("home.lookup"), () => go("lookup"), { main: true, symbol: "search" }), home()],
  });
}

/** The server said no, in its own words (`detail`), or failed. */
export function refused({ title = "trouble.refused_title", body, detail, again, againWords = "page.again", scan }) {
  return trouble({
    title: say(title), symbol: "alert", body: [body && rich(body), detail], ways: [["help", "trouble.desk"]],
    buttons: [
      scan && returnLine() && button(say("trouble.scan_again"), () => go("collect"), { main: true, symbol: "scan" }),
      again && button(say(againWords), again, { main: true, symbol: "again" }), home(),
    ],
  });
}

/** The machine gives no numbers because nothing comes out; somebody of the office says when it prints again. */
export function paper() {
  const fixed = () => { printerWorks(); goHome(); };
  return trouble({
    title: say("trouble.paper_title"), symbol: "noprint", body: [rich("trouble.paper_body")], ways: [ELSEWHERE, DESK],
    buttons: [lookup(), button(say("trouble.paper_fixed"), fixed, { small: true, symbol: "print" })],
    since: printerFailedAt() ?? now(), idle: null,
  });
}

/** There is a number and no slip: the number stays in sight until it has been learnt or photographed. */
export function unprinted({ ticket, outcome }) {
  const title = outcome === "paper_out" ? say("trouble.unprinted_paper") : say("trouble.unprinted_title");
  const valid = el("p.big", {}, ...rich("trouble.unprinted_body", { label: ticket.label }));
  const print = () => printAgain(ticket);
  return {
    title,
    kind: "given unprinted",
    body: [
      number(ticket),
      el("div.alarm", { role: "alert" }, el("p.lead.of", {}, icon("noprint"), el("b", {}, title)), valid),
      el("ul.todo", {},
        el("li.code", {}, qr(ticket), el("span", {}, ...rich("trouble.unprinted_keep"))),
        el("li", {}, icon("help"), el("span", {}, ...rich("trouble.unprinted_desk")))),
      el("div.kbs.two", {},
        button(say("trouble.kept"), goHome, { main: true, symbol: "check" }),
        button(say("trouble.print_again"), print, { symbol: "print" })),
    ],
    idle: 60,
  };
}
