// Signing out: the session ends on the server and nothing personal stays in this tab.

import { remove } from "./api.js";
import { byId } from "./dom.js";
import { forget } from "./drafts.js";

async function signOut() {
  // Personal data goes first: it must not stay when the line to the server is down.
  forget();
  await remove("/api/session").catch(() => undefined);
  location.assign("/login");
}

byId("sign-out")?.addEventListener("click", signOut);
