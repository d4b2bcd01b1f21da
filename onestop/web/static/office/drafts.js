// What was typed and not yet accepted, kept in this tab only (sessionStorage), by officer and ticket.

const PREFIX = "onestop.";
const name = (officer, subject) => `${PREFIX}${officer}.${subject}`;

export function read(officer, subject) {
  try {
    return JSON.parse(sessionStorage.getItem(name(officer, subject)));
  } catch {
    return null;
  }
}

export function keep(officer, subject, value) {
  try {
    sessionStorage.setItem(name(officer, subject), JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs the reload safety, not the work in front of the officer.
  }
}

export function drop(officer, subject) {
  sessionStorage.removeItem(name(officer, subject));
}

/** Forget everything, or everything that is not this officer's. */
export function forget(exceptOfficer = null) {
  const mine = exceptOfficer === null ? null : name(exceptOfficer, "");
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && !(mine && key.startsWith(mine))) sessionStorage.removeItem(key);
  }
}
