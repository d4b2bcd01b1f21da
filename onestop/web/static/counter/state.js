// What this page knows, in one place; whoever shows something subscribes, whoever learns something calls `change`.

import { byId } from "../office/dom.js";

const main = byId("main");

/** Fixed for as long as the page is open. */
export const here = { counter: main.dataset.counter, number: main.dataset.number, officer: main.dataset.officer };

export const state = {
  seen: null, // the last answer of GET /api/counters/{counter}
  lostAt: null, // since when the server has not answered, in milliseconds, or null
  busy: null, // the id of the button whose act is under way
  ticketless: false, // an intake without a number (a dossier that came by post) is open
  outcome: null, // what became of the intake in front: {kind, subject, ...}, or null
};

const watchers = [];

export const watch = (watcher) => watchers.push(watcher);

export function change(news) {
  Object.assign(state, news);
  for (const watcher of watchers) watcher(state);
}

/** The person in front, unless the counter is another officer's now: then they are that officer's. */
export const present = () => (state.seen?.counter.taken_by_other ? null : state.seen?.current ?? null);

/** What the intake in front is about: a ticket's id, "post" without a ticket, or null when there is nobody. */
export function subject() {
  const current = present();
  if (current) return current.state === "called" ? null : current.id;
  return state.ticketless ? "post" : null;
}

/** Whether the intake in front has ended (accepted, or form 02 or 03 handed out), so that the next person may be called. */
export const concluded = () => state.outcome !== null && state.outcome.subject === subject();
