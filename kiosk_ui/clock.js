// The server's clock, carried on here: the machine's own may be wrong by hours and does no harm.

const ZONE = "Asia/Ho_Chi_Minh";
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

let serverTime = null;
let heardAt = 0;

/** Set the clock by an instant the server has just named (ISO 8601 with offset). */
export function setClock(instant) {
  serverTime = Date.parse(instant);
  heardAt = performance.now();
}

/** The present by the server's clock; null until the server has been heard once. */
export const now = () => (serverTime === null ? null : new Date(serverTime + performance.now() - heardAt));

const reader = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

/** The hall's date and time of an instant, as strings with leading zeros, and the English weekday in small letters. */
export function local(instant) {
  const parts = Object.fromEntries(reader.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const { year, month, day, hour, minute } = parts;
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return { year, month, day, hour, minute, weekday };
}

export const sameDay = (one, other) => {
  const [a, b] = [local(one), local(other)];
  return a.day === b.day && a.month === b.month && a.year === b.year;
};
