// Taking a number: one question to the server, asked until it is answered, then the slip.
import { freshKey, Lost, pause, post, Refused } from "./api.js";
import { now } from "./clock.js";
import { askForCopy, byPrinter, cameLater, outcomeOf, tell } from "./printing.js";
import { current, go, visit } from "./shell.js";
import { isUnenrolled, noting } from "./server.js";
import { printSlip } from "./slip.js";
import { opensAt, printerFailed, printerWorks, state } from "./state.js";

const QUICK_TRIES = 3;
const BETWEEN_TRIES_MS = 1_500;
const PAUSE_AFTER_REPORTS = 2;

let reports = 0; // citizens in a row who said that no slip came out
let complained = false; // whether the last one did

/** Check in with a booking's code: the number that it gives; `again` leads back to the code. */
export function checkIn(code, again) {
  return pursue({ wish: { booking: code }, key: freshKey(), again });
}

/** Take a number for `wish` = {line, priority?, dossier_code?}; every try of it bears the same key. */
export function take(wish) {
  return pursue({ wish, key: freshKey() });
}

const address = ({ booking }) => (booking ? `/api/bookings/${encodeURIComponent(booking)}/check-in` : "/api/tickets");
const question = ({ wish, key }) => noting(() => post(address(wish), wish.booking ? {} : wish, { key }));

/** Ask until answered or until the citizen has gone to another screen. */
export async function pursue(request) {
  go("busy", { words: "busy.ticket" });
  for (let attempt = 1; attempt <= QUICK_TRIES; attempt += 1) {
    try {
      const ticket = await question(request);
      return arrive(ticket);
    } catch (error) {
      if (error instanceof Refused) return refuse(error, request);
      if (!(error instanceof Lost)) throw error;
      current().say("busy.again", { count: attempt + 1 });
    }
    if (attempt < QUICK_TRIES) await pause(BETWEEN_TRIES_MS);
  }
  return go("lost", { request });
}

/** One more try from the screen that says the connection is lost; nothing shows if it fails again. */
export async function tryAgain(request) {
  const asked = visit();
  try {
    const ticket = await question(request);
    if (visit() === asked) await arrive(ticket);
  } catch (error) {
    if (error instanceof Refused && visit() === asked) refuse(error, request);
  }
}

function arrive(ticket) {
  if (!complained) reports = 0;
  complained = false;
  go("ticket", { ticket });
  return sendSlip(ticket);
}

/** Have the slip printed. When that is known to have failed, the number stays on the screen and the machine pauses. */
async function sendSlip(ticket) {
  const asked = visit();
  const awaited = () => visit() === asked;
  const outcome = byPrinter(ticket) ? await outcomeOf(ticket, awaited) : await printHere(ticket);
  if (outcome === null) return;
  if (outcome !== "printed") printerFailed(now().toISOString());
  if (!awaited()) return;
  if (outcome === "printed") current().printed?.();
  else stayWithNumber(ticket, outcome);
}

async function printHere(ticket) {
  if (await printSlip(ticket)) return "printed";
  tell(ticket, "failed", "not printed by the browser");
  return "failed";
}

/** The number without its slip; should the printer's slip come after all, back to where it is taken. */
async function stayWithNumber(ticket, outcome) {
  go("unprinted", { ticket, outcome });
  if (!byPrinter(ticket)) return;
  const asked = visit();
  if (!(await cameLater(ticket, () => visit() === asked))) return;
  printerWorks();
  go("ticket", { ticket });
  current().printed?.();
}

/** Print again: the same number, one more copy. A browser prints it even where the server does not answer. */
export async function printAgain(ticket) {
  go("ticket", { ticket });
  const asked = visit();
  try {
    await noting(() => askForCopy(ticket));
  } catch (error) {
    if (!(error instanceof Lost || error instanceof Refused)) throw error;
    if (byPrinter(ticket)) return visit() === asked && stayWithNumber(ticket, "failed");
  }
  return visit() === asked && sendSlip(ticket);
}

/** "No slip came out": believed for this ticket at once, for the machine when the next citizen says it too. */
export function noSlip(ticket) {
  reports += 1;
  complained = true;
  if (reports >= PAUSE_AFTER_REPORTS) printerFailed(now().toISOString());
  tell(ticket, "failed", "no slip came out, says the citizen");
  go("unprinted", { ticket });
}

/** Taken, says the citizen. */
export function slipTaken(ticket) {
  complained = false;
  printerWorks();
  slipOut(ticket);
}

/** Nobody complained while the number was shown: as much as a browser ever learns of its paper. */
export function slipOut(ticket) {
  tell(ticket, "printed");
}

function refuse(error, request) {
  const { problem, status } = error;
  if (isUnenrolled(error)) return go("unenrolled");
  if (problem.code === "line-closed" || problem.code === "outside-hours") {
    const line = (state.lines ?? []).find(({ id }) => id === request.wish.line);
    const opens = problem.opens_at ?? (line && opensAt([line]));
    return go("closed", { title: "trouble.stopped_title", opens, detail: problem.detail });
  }
  if (status >= 500) return go("refused", { body: "trouble.server_body", again: () => pursue(request) });
  if (request.again) return go("refused", { body: "trouble.refused_body", detail: problem.detail, again: request.again, againWords: "trouble.key_again" });
  return go("refused", { body: "trouble.refused_body", detail: problem.detail, scan: Boolean(request.wish.dossier_code) });
}
