// My place in the line, kept fresh without a reload: the page is asked for again and its main part put in place.
// Without JavaScript a <noscript> refresh does the same; the numbers always come from the server's own page.

const EVERY_MS = 15_000;

async function again() {
  const stale = document.getElementById("stale");
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    put(fresh);
    stale.hidden = true;
  } catch {
    // The last good state stays, and says that it is old.
    stale.hidden = false;
  }
  if (document.getElementById("main").dataset.over !== "yes") setTimeout(again, EVERY_MS);
}

/** Only what differs is touched: a screen reader tells the sentence that changed, and the focus stays where it is. */
function put(fresh) {
  const [now, then] = [fresh.getElementById("main"), document.getElementById("main")];
  document.title = fresh.title;
  then.dataset.over = now.dataset.over;
  const same = now.children.length === then.children.length && [...now.children].every((child, index) => child.tagName === then.children[index].tagName);
  if (!same) return then.replaceChildren(...now.childNodes);
  [...now.children].forEach((child, index) => {
    const old = then.children[index];
    if (old.outerHTML === child.outerHTML) return;
    if (old.contains(document.activeElement)) return;
    old.className = child.className;
    old.replaceChildren(...child.childNodes);
  });
}

if (document.getElementById("main").dataset.over !== "yes") setTimeout(again, EVERY_MS);
