// What became of a slip: told to the server where this browser prints, asked of it where a printer's agent does.
import { get, Lost, pause, post, Refused } from "./api.js";

const POLL_MS = 700;
const PATIENCE_MS = 20_000; // longer than an agent tries a printer that does not answer
const TELLINGS = 3;
const BETWEEN_TELLINGS_MS = 4_000;
const ENDS = new Set(["printed", "failed", "paper_out"]);

export const byPrinter = (ticket) => ticket.print?.by === "printer";
const address = (ticket) => `/api/print-jobs/${encodeURIComponent(ticket.print.job)}`;

/** Tell the server what this browser knows of its slip: `printed` or `failed`. Nobody waits for it. */
export async function tell(ticket, outcome, fault = "") {
  if (!ticket.print || byPrinter(ticket)) return;
  const where = `${address(ticket)}/${outcome}`;
  for (let telling = 1; telling <= TELLINGS; telling += 1) {
    try {
      await post(where, { fault });
      return;
    } catch (error) {
      if (error instanceof Refused) return;
      if (!(error instanceof Lost)) throw error;
    }
    await pause(BETWEEN_TELLINGS_MS);
  }
}

/** Ask for one more slip of the same number; from then on the ticket's print job is the new one. */
export async function askForCopy(ticket) {
  ticket.print = await post(`/api/tickets/${encodeURIComponent(ticket.id)}/reprint`, {});
}

async function stateOf(ticket) {
  try {
    return (await get(address(ticket))).state;
  } catch (error) {
    if (error instanceof Lost || error instanceof Refused) return null;
    throw error;
  }
}

/** Wait for the printer: `printed`, `failed` or `paper_out`; `failed` too when patience ends; null when nobody waits. */
export async function outcomeOf(ticket, awaited) {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const state = await stateOf(ticket);
    if (!awaited()) return null;
    if (ENDS.has(state)) return state;
    await pause(POLL_MS);
  }
  return "failed";
}

/** Go on asking as long as somebody waits: true when the slip came out after all. */
export async function cameLater(ticket, awaited) {
  while (awaited()) {
    await pause(POLL_MS);
    if ((await stateOf(ticket)) === "printed") return awaited();
  }
  return false;
}
