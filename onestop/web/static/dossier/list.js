// The list of dossiers needs no script; this lets a scanned receipt open its dossier and signs out.

import { get } from "../office/api.js";
import { listen } from "../office/scanner.js";
import "../office/session.js";

listen(async ({ kind, text }) => {
  if (kind === "code") location.assign(`/dossiers/${encodeURIComponent(text)}`);
  else if (kind === "address") {
    const { items } = await get(`/api/dossiers?q=${encodeURIComponent(text)}`).catch(() => ({ items: [] }));
    location.assign(items.length === 1 ? `/dossiers/${encodeURIComponent(items[0].code)}` : `/dossiers?q=${encodeURIComponent(text)}`);
  }
});
