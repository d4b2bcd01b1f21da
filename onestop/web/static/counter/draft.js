// The intake in front of the officer, as typed: every change is kept in this tab until the dossier is accepted.

import { drop, keep, read } from "../office/drafts.js";
import { here } from "./state.js";

const fresh = (subject) => ({
  subject,
  person: {},
  folded: false,
  procedure: null,
  channel: "direct",
  papers: {},
  terms: { return_via: "counter", sets: "1", paid_by: "cash" },
  pending: null, // {kind, path, key, body} of a request that no answer has come to
});

let current = null;
let carried = {};

export const now = () => current;

/** Take up what was typed for a subject, or begin with what `carry` left. */
export function enter(subject) {
  current = { ...fresh(subject), person: carried, ...read(here.officer, subject) };
  carried = {};
  return current;
}

/** The same person hands in another dossier: held in memory only, until the next `enter`. */
export function carry(person) {
  carried = { ...person };
}

export function leave() {
  current = null;
}

export function save() {
  if (current) keep(here.officer, current.subject, current);
}

/** The dossier is accepted: nothing personal stays. */
export function discard() {
  if (current) drop(here.officer, current.subject);
  current = null;
}

let aside = null; // what was typed for the person who has just left: {id, typed, outcome}

/** Keep what was typed for a person, in memory, until the next one has left: a *finish* by mistake must not cost it. */
export function setAside(id) {
  aside = { id, typed: read(here.officer, id), outcome: read(here.officer, `outcome.${id}`) };
}

/** The move was taken back, so what was typed is there again. */
export function giveBack(id) {
  if (aside?.id !== id) return;
  if (aside.typed) keep(here.officer, id, aside.typed);
  if (aside.outcome) keep(here.officer, `outcome.${id}`, aside.outcome);
  aside = null;
}

export function begun() {
  return current !== null && (current.procedure !== null || Object.values(current.person).some((value) => value));
}
