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
  terms: { return_via: "counter", sets: "1" },
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

export function begun() {
  return current !== null && (current.procedure !== null || Object.values(current.person).some((value) => value));
}
