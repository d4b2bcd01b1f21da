// What the closing of a day came to, in the words of whichever page closed it (its section's `closing`).

import { Problem, newKey, post } from "./api.js";
import { say } from "./texts.js";

let key = null;

/** Close the day; after a lost answer the same is asked again, and tells what the first time came to. */
export async function closeTheDay() {
  key ??= newKey();
  try {
    const closed = await post("/api/day/close", {}, { key });
    key = null;
    return closed;
  } catch (failure) {
    if (failure instanceof Problem) key = null;
    throw failure;
  }
}

/** "12 người chưa được phục vụ: Đất đai 7, …", and what their slips are worth tomorrow. */
export function told({ no_shows: noShows, unserved, left_open: leftOpen }) {
  const lines = Object.entries(leftOpen).map(([line, n]) => `${line} ${n}`).join(", ");
  const over = say("closing.done", { no_shows: noShows });
  return `${over} ${unserved ? say("closing.unserved", { n: unserved, lines }) : say("closing.none")}`;
}
