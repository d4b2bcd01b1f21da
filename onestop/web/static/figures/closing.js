// The closing of the day by the leader: asked first, then told in words; a refusal stands where the button is.

import { Problem, Unreachable } from "../office/api.js";
import { closeTheDay, told } from "../office/closed_day.js";
import { ask } from "../office/dialogs.js";
import { byId } from "../office/dom.js";
import { signInAgain } from "../office/problems.js";
import { learn } from "../office/texts.js";

/** Show one of the two, never both: yesterday's refusal beside today's result would be read as one. */
function tell(id, words) {
  for (const other of ["day-closed", "not-closed"]) byId(other).hidden = other !== id;
  byId(id).textContent = words;
}

function explain(failure) {
  if (failure instanceof Problem) return failure.status === 401 ? signInAgain() : tell("not-closed", failure.message);
  if (failure instanceof Unreachable) return tell("not-closed", byId("not-closed").dataset.unreachable);
  throw failure;
}

async function closeDay(button) {
  if (button.getAttribute("aria-busy") || !(await ask("ask-close-day"))) return;
  button.setAttribute("aria-busy", "true");
  try {
    // The words first: a day that is closed and cannot be told would be closed a second time.
    await learn("figures");
    tell("day-closed", told(await closeTheDay()));
  } catch (failure) {
    explain(failure);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** `closed` is called after each attempt, so that the figures show what came of it. */
export function start(closed) {
  const button = byId("close-day");
  button?.addEventListener("click", () => closeDay(button).finally(closed));
}
