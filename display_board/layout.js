// What a board shows of all that it could: the parts that the office chose for it.

const USUAL = ["calls", "counters", "lines", "ticker"];

/** Read a layout of the server: { parts, slides, slide_seconds }, each of them optional. */
export function layoutOf({ parts, slides, slide_seconds }) {
  const shown = new Set(Array.isArray(parts) && parts.length > 0 ? parts : USUAL);
  return {
    calls: shown.has("calls"),
    counters: shown.has("counters"),
    lines: shown.has("lines"),
    next: shown.has("lines") || shown.has("next"),
    ticker: shown.has("ticker"),
    slides: shown.has("slides") && Array.isArray(slides) ? slides : [],
    slideMs: 1_000 * (slide_seconds || 20),
  };
}
