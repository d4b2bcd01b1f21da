// Times and dates in words, as the office says them: "13 giờ 30", "Thứ Hai, 23/11/2026".
import { local, now, sameDay } from "./clock.js";
import { say } from "./text.js";

const NO_BREAK = "\u00a0"; // a line that ends in "7 giờ" and goes on with "30" is misread

export function digits(instant) {
  const { hour, minute } = local(instant);
  return `${hour}:${minute}`;
}

export function timeOf(instant) {
  const { hour, minute } = local(instant);
  const words = say(minute === "00" ? "time.whole" : "time.part", { hour: Number(hour), minute });
  return words.replaceAll(" ", NO_BREAK);
}

function dated(key, instant) {
  const { year, month, day, weekday } = local(instant);
  return say(key, { year, day, month: say(`time.month_${Number(month)}`), weekday: say(`time.${weekday}`) });
}

export const dateOf = (instant) => dated("time.date", instant);
export const figuresOf = (instant) => dated("time.figures", instant);

/** When something happens: the hour alone today, with the day otherwise. */
export function momentOf(instant) {
  const time = timeOf(instant);
  if (sameDay(instant, now() ?? instant)) return time;
  return say("time.moment", { time, day: dated("time.day", instant).replaceAll(" ", NO_BREAK) });
}

export const isMorning = (instant) => Number(local(instant).hour) < 12;
