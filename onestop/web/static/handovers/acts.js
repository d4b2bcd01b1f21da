// What is done with lists on the server; a repeated press of one act is one act.

import { newKey, post } from "../office/api.js";

export const made = (wish) => post("/api/handover-lists", wish, { key: newKey() });

export const taken = (id, codes) => post(`/api/handover-lists/${id}/take`, { codes }, { key: newKey() });

export const struck = (id, code, reason) => post(`/api/handover-lists/${id}/strike`, { codes: [code], reason }, { key: newKey() });
