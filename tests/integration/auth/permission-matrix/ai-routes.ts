import type { Permission } from "#lib/permissions";
import type { Member } from "./people.ts";

/** Every route behind the AI features. A new one needs an entry. */

export type RouteEntry = {
  /** Null: everybody who is signed in, who is told only of their own. */
  readonly needs: Permission | null;
  /** What Next finds in the address. */
  readonly params: (member: Member) => Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
};

const ofRun = (member: Member) => ({ id: member.runId });
const ofThread = (member: Member) => ({ id: member.threadId });
const none = () => ({});

/** By `METHOD path` below `app/api`. */
export const routeEntries: Readonly<Record<string, RouteEntry>> = {
  "POST runs": { needs: "useAsk", params: none, body: { kind: "ask", question: "sales by region" } },
  "GET runs/[id]": { needs: "useAsk", params: ofRun },
  "GET runs/[id]/events": { needs: "useAsk", params: ofRun },
  "POST runs/[id]/stop": { needs: "useAsk", params: ofRun, body: {} },
  "POST runs/[id]/continue": { needs: "useAsk", params: ofRun, body: {} },
  "GET runs/[id]/markdown": { needs: "useAsk", params: ofRun },
  "GET runs/[id]/related": { needs: "useAsk", params: ofRun },
  "GET runs/[id]/sent": { needs: "useAsk", params: ofRun },
  "POST runs/[id]/feedback": { needs: "useAsk", params: ofRun, body: { helpful: true } },
  "DELETE runs/[id]/feedback": { needs: "useAsk", params: ofRun },
  "GET suggestions": { needs: null, params: none },
  "GET threads": { needs: "useAsk", params: none },
  "GET threads/[id]": { needs: "useAsk", params: ofThread },
  "PATCH threads/[id]": { needs: "useAsk", params: ofThread, body: { title: "Sales" } },
  "GET threads/[id]/share": { needs: "useAsk", params: ofThread },
  "POST threads/[id]/share": { needs: "useAsk", params: ofThread, body: {} },
  "DELETE threads/[id]/share": { needs: "useAsk", params: ofThread },
  "GET threads/[id]/markdown": { needs: "useAsk", params: ofThread },
  "DELETE threads/[id]": { needs: "useAsk", params: ofThread },
};
