// The officer's counter, put together: words first, then the parts, then the live state.

import { get } from "../office/api.js";
import { asking } from "../office/dialogs.js";
import { bringSprite, byId } from "../office/dom.js";
import { forget } from "../office/drafts.js";
import { clear, show, showFailure } from "../office/problems.js";
import { listen } from "../office/scanner.js";
import "../office/session.js";
import { learn, say } from "../office/texts.js";
import * as classes from "./classes.js";
import * as closing from "./closing.js";
import * as day from "./day.js";
import * as done from "./done.js";
import * as draft from "./draft.js";
import * as give from "./give.js";
import * as intake from "./intake.js";
import * as keys from "./keys.js";
import * as line from "./line.js";
import * as live from "./live.js";
import * as moves from "./moves.js";
import * as outcome from "./outcome.js";
import * as person from "./person.js";
import * as queue from "./queue.js";
import { here, state, subject } from "./state.js";
import * as stops from "./stops.js";
import * as undo from "./undo.js";

const RETRY_MS = 3000;

const openDossier = (code) => location.assign(`/dossiers/${encodeURIComponent(code)}`);

/** The QR of a receipt bears a token and no code: the server finds the dossier. */
async function openByAddress(address) {
  const { items } = await get(`/api/dossiers?q=${encodeURIComponent(address)}`);
  if (items.length === 1) openDossier(items[0].code);
  else show(say("scan.unknown"), [{ text: say("scan.unknown_address") }]);
}

async function takeIdentity(text) {
  await moves.cameIfCalled();
  if (subject() && draft.now() && !byId("intake").inert && !byId("intake").hidden) await person.takeIdentity(text);
  else show(say("scan.nobody"), [{ text: say("scan.nobody_do") }]);
}

async function onScan({ kind, text }) {
  if (give.giving()) return give.takeScan({ kind, text });
  if (asking() || state.busy) return undefined;
  clear();
  try {
    if (kind === "identity") await takeIdentity(text);
    else if (kind === "code") openDossier(text);
    else if (kind === "address") await openByAddress(text);
    else show(say("scan.unknown"), [{ text: say("scan.unknown_text", { text: text.slice(0, 60) }) }]);
  } catch (failure) {
    showFailure(failure);
  }
  return undefined;
}

async function words() {
  try {
    await Promise.all([learn("counter"), bringSprite()]);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    await words();
  }
}

await words();
forget(here.officer);
for (const part of [classes, line, queue, done, intake, moves, outcome, day, stops, undo, give, closing]) part.start();
keys.start({ toProcedure: intake.toProcedure, undo });
listen(onScan);
live.start();
