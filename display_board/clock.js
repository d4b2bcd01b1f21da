// The server's time: a board's own clock may be wrong by years, and nobody sets it.

const ZONE = "Asia/Ho_Chi_Minh";
const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

let ahead = Date.now() - performance.now();

/** Set the clock by an instant the server just sent (ISO 8601 with offset). */
export function setClock(iso) {
  const instant = Date.parse(iso);
  // performance.now() only runs forward: a jump of the machine's clock does not move the board's.
  if (!Number.isNaN(instant)) ahead = instant - performance.now();
}

/** Tell the server's time now, in milliseconds since 1970. */
export function now() {
  return performance.now() + ahead;
}

/** Tell age in milliseconds of an instant in the server's ISO 8601; endless when it is none. */
export function age(iso) {
  const instant = Date.parse(iso);
  return Number.isNaN(instant) ? Infinity : now() - instant;
}

/** Show an instant (milliseconds or ISO 8601) on the wall clock of the office. */
export function onWall(instant) {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return { day: "", time: "", date: "", weekday: 0 };
  const shown = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]));
  const day = `${shown.year}-${shown.month}-${shown.day}`;
  return {
    day,
    time: `${shown.hour}:${shown.minute}`,
    date: `${shown.day}/${shown.month}/${shown.year}`,
    weekday: new Date(`${day}T00:00:00Z`).getUTCDay(),
  };
}
