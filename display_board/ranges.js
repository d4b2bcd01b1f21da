// How long people in each line may expect to wait: asked now and then, since it follows from the clock, not from events.

const EVERY_MS = 30_000;

/** Ask for a centre's lines again and again; `told` gets {line id: {low, high}} of those that can be told. */
export function watchRanges(centre, told) {
  const look = async () => {
    try {
      const answer = await fetch(`/api/lines?centre=${encodeURIComponent(centre)}`, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) return;
      const lines = await answer.json();
      told(Object.fromEntries(lines.filter((line) => line.wait_minutes).map((line) => [line.id, line.wait_minutes])));
    } catch {
      told({}); // a range of minutes that is not renewed would soon be wrong: none is better
    }
  };
  look();
  return setInterval(look, EVERY_MS);
}
