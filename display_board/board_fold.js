// The board as a fold: the last snapshot, and every frame since.
// The same function as onestop/rules/board.py; both are held to tests/rules/board_cases.json.

export const SHOWN_CALLS = 8;

/** Give the board after a frame; the state given is not touched. A frame folded before changes nothing. */
export function fold(state, frame) {
  if (!(frame.seq > state.seq)) return state;
  return {
    ...state,
    seq: frame.seq,
    calls: callsAfter(state.calls, frame),
    counters: replaced(state.counters, listOf(frame.counters), byNumber),
    lines: replaced(state.lines, listOf(frame.lines), byLetter),
  };
}

/** Tell whether a frame between the state and this frame is missing. */
export function isGap(state, frame) {
  // Not `prev !== seq`: the state may stand later than the last frame meant for this board.
  return frame.prev > state.seq;
}

/** List the numbers called next, line by line in the order given. */
export function nextLabels(lines) {
  return lines.flatMap((line) => line.next.map((label) => ({ line: line.id, label })));
}

/** Take from a snapshot what frames can change. */
export function stateOf(snapshot) {
  return {
    seq: snapshot.seq,
    board: snapshot.board,
    centre: snapshot.centre,
    calls: listOf(snapshot.calls).slice(0, SHOWN_CALLS),
    counters: listOf(snapshot.counters),
    lines: listOf(snapshot.lines),
  };
}

function callsAfter(calls, frame) {
  const listed = Array.isArray(frame.calls) ? frame.calls : calls;
  if (!frame.call) return listed.slice(0, SHOWN_CALLS);
  const { ticket, label, counter, called_at, times } = frame.call;
  const staying = listed.filter((call) => call.ticket !== ticket);
  return [{ ticket, label, counter, called_at, times }, ...staying].slice(0, SHOWN_CALLS);
}

function replaced(old, changed, order) {
  if (changed.length === 0) return old;
  const byId = new Map(old.map((one) => [one.id, one]));
  for (const one of changed) byId.set(one.id, one);
  return [...byId.values()].sort(order);
}

function byNumber(one, other) {
  return one.number - other.number || compare(one.id, other.id);
}

function byLetter(one, other) {
  return compare(one.letter, other.letter) || compare(one.id, other.id);
}

function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function listOf(value) {
  return Array.isArray(value) ? value : [];
}
