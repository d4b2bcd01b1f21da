// What the closing of a day came to, in the words of whichever page closed it (its section's `closing`).

import { say } from "./texts.js";

/** "12 người chưa được phục vụ: Đất đai 7, …", and what their slips are worth tomorrow. */
export function told({ no_shows: noShows, unserved, left_open: leftOpen }) {
  const lines = Object.entries(leftOpen).map(([line, n]) => `${line} ${n}`).join(", ");
  const over = say("closing.done", { no_shows: noShows });
  return `${over} ${unserved ? say("closing.unserved", { n: unserved, lines }) : say("closing.none")}`;
}
