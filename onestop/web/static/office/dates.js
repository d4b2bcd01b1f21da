// Instants as the office reads them: always Asia/Ho_Chi_Minh, whatever the officer's machine thinks.

import { serverNow } from "./api.js";
import { lang } from "./texts.js";

const ZONE = "Asia/Ho_Chi_Minh";
const LOCALE = lang === "vi" ? "vi-VN" : "en-GB";

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const weekdays = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, weekday: "long" });

function split(instant) {
  const found = {};
  for (const { type, value } of parts.formatToParts(new Date(instant))) found[type] = value;
  return found;
}

/** "08/12/2026" */
export function day(instant) {
  const at = split(instant);
  return `${at.day}/${at.month}/${at.year}`;
}

/** "08/12"; a date without an hour is read as it stands */
export function shortDay(instant) {
  if (/^\d{4}-\d\d-\d\d$/.test(instant)) return `${instant.slice(8, 10)}/${instant.slice(5, 7)}`;
  const at = split(instant);
  return `${at.day}/${at.month}`;
}

/** "17:00" */
export function hour(instant) {
  const at = split(instant);
  return `${at.hour}:${at.minute}`;
}

/** "Thứ Ba" */
export function weekday(instant) {
  const name = weekdays.format(new Date(instant));
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** "25/11 – 08/12", "28–29/11" within a month, one day when both are the same, or "" */
export function span(since, until) {
  if (!since && !until) return "";
  const [first, last] = [shortDay(since || until), shortDay(until || since)];
  if (first === last) return first;
  return first.slice(3) === last.slice(3) ? `${first.slice(0, 2)}–${last}` : `${first} – ${last}`;
}

/** Whole minutes since an instant, by the server's clock; never negative. */
export const minutesSince = (instant) => Math.max(0, Math.floor((serverNow() - Date.parse(instant)) / 60_000));

/** "04:12" since an instant, hours only when there are any */
export function stopwatch(instant) {
  const seconds = Math.max(0, Math.floor((serverNow() - Date.parse(instant)) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? rest : `${Math.floor(seconds / 3600)}:${rest}`;
}

/** "1989-03-05" from "05/03/1989", or null when it is no date */
export function isoDay(typed) {
  const found = typed.trim().match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/);
  if (!found) return null;
  const [date, month, year] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const made = new Date(Date.UTC(year, month - 1, date));
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== date) return null;
  return made.toISOString().slice(0, 10);
}

/** "05/03/1989" from "1989-03-05" */
export const typedDay = (iso) => (iso ? `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}` : "");
