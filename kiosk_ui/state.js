// What the machine knows between two screens. Nothing about a citizen is kept here.

export const state = {
  lang: "vi",
  size: "normal",
  device: null, // {id, kind, name}
  centre: null, // {id, name, place, phone}
  lines: null, // as last heard; null before
  classes: null, // who goes first: [{key, name, name_en, rule, rule_en}]; null before they were heard
  heardAt: null, // when the lines were last heard, by the server's clock
  lostAt: null, // since when the server has not answered; null while it does
};

// The line in which results are handed out. A server that does not say which it is gives it the letter R.
const handsOutResults = (line) => line.for_results ?? line.letter === "R";

export const sectorLines = () => (state.lines ?? []).filter((line) => !handsOutResults(line));
export const returnLine = () => (state.lines ?? []).find(handsOutResults) ?? null;

/** A line's name or hint in the reader's language; a ticket's line is known by its Vietnamese name and id only. */
export function named(line, field = "name") {
  const whole = (state.lines ?? []).find(({ id }) => id === line.id) ?? line;
  return (state.lang === "en" && whole[`${field}_en`]) || (whole[field] ?? "");
}

/** The soonest moment at which one of these lines opens again; null when none is known. */
export function opensAt(lines) {
  const moments = lines.filter((line) => !line.open && line.opens_at).map((line) => line.opens_at);
  return moments.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

// A printer that failed stays failed over a restart of the page, until somebody says that it prints.
const PAUSED = "kiosk-printer-failed-at";

export const printerFailedAt = () => localStorage.getItem(PAUSED);
export const printerFailed = (instant) => localStorage.setItem(PAUSED, instant);
export const printerWorks = () => localStorage.removeItem(PAUSED);
