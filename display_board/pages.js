// What does not fit at once is shown in turn.

import { el } from "./dom.js";
import { now } from "./clock.js";

/** Cut a list into pages of at most `size`, as even as they can be. */
export function paged(list, size) {
  const count = Math.ceil(list.length / size);
  const each = Math.ceil(list.length / count);
  return Array.from({ length: count }, (_, page) => list.slice(page * each, (page + 1) * each));
}

/** Tell which of so many has its turn now. */
export function turn(count, each) {
  return count > 1 ? Math.floor(now() / each) % count : 0;
}

export function dots(page, count) {
  const marks = Array.from({ length: count > 1 ? count : 0 }, (_, index) => el("i", index === page ? "on" : ""));
  const made = el("p", "dots", ...marks);
  made.setAttribute("aria-hidden", "true");
  return made;
}
