// The printed slip: 80 mm of pure black paper, and what the browser lets us know of its printing.
import { now } from "./clock.js";
import { el } from "./dom.js";
import { named, state } from "./state.js";
import { people, range, rich, say } from "./text.js";
import { dateOf, digits } from "./when.js";

const QR_PATIENCE_MS = 2_500;
const LONG_NAME = 48; // letters that two lines of the slip hold; a longer name is set smaller, the page stays one

export const qrAddress = (ticket) => `/api/tickets/${encodeURIComponent(ticket.id)}/qr.svg`;

/** Print a ticket's slip. True when the browser took it to the printer, false when it refused or failed. */
export async function printSlip(ticket) {
  const picture = el("img.qr", { src: qrAddress(ticket), alt: "" });
  document.getElementById("slip").replaceChildren(...(await layOut(ticket, picture)));
  return sendToPrinter();
}

async function layOut(ticket, picture) {
  const readable = await Promise.race([
    picture.decode().then(() => true, () => false),
    new Promise((late) => { setTimeout(() => late(false), QR_PATIENCE_MS); }),
  ]);
  const { name, place } = state.centre;
  const line = named(ticket.line);
  const wait = range(ticket.wait_minutes) ?? say("wait.unknown");
  return [
    el("p.o", {}, name), el("p.place", {}, place),
    el("p.yours", {}, say("slip.yours"), el(`b${ticket.label.length > 4 ? ".long" : ""}`, {}, ticket.label)),
    el(`p.s${line.length > LONG_NAME ? ".long" : ""}`, {}, line),
    ticket.priority && el("p.p", {}, say("slip.priority")),
    el("dl", {}, pair("slip.ahead", people("ticket", ticket.ahead)), pair("slip.wait", wait)),
    readable && el("div.g", {}, picture, el("p", {}, ...rich("slip.phone"))),
    el("p.e", {}, say("slip.rules")),
    el("p.z", {}, foot(ticket)),
  ].filter(Boolean);
}

const pair = (key, words) => el("div", {}, el("dt", {}, say(key)), el("dd", {}, words));

function foot(ticket) {
  const at = ticket.issued_at ?? now();
  return say("slip.foot", { time: digits(at), date: dateOf(at), machine: state.device.name });
}

/**
 * A page is never told whether paper came out. It is told that printing began (`beforeprint`), and nothing
 * when the browser has no printer or printing is forbidden: that much is known and is said.
 */
function sendToPrinter() {
  let begun = false;
  const note = () => { begun = true; };
  addEventListener("beforeprint", note, { once: true });
  try {
    window.print();
  } catch {
    return false;
  } finally {
    removeEventListener("beforeprint", note);
  }
  return begun;
}
