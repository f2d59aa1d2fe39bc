import { randomBytes } from "node:crypto";
import type { Signer } from "./sigv4.ts";

/** An AWS account with one role for Bedrock: what the servers of STS and Bedrock know in common. */

export type Session = Signer & { readonly expiresAt: Date; isExpired: boolean };

export type AwsRole = {
  readonly arn: string;
  /** The trust policy: whom it names, and what it asks of the external ID. */
  principal: string;
  externalId: string | null;
  enforcement: "required" | "required-if-given" | "ignored";
};

export type AwsAccount = {
  /** The server's own identity, of an IAM user or of a role. */
  readonly own: Signer & { arn: string; isAllowed: boolean };
  readonly role: AwsRole;
  readonly sessions: readonly Session[];
  /** Makes temporary credentials of the role. */
  open(seconds: number): Session;
  /** Everything that was given out so far counts as expired. */
  expireSessions(): void;
  /** As if they had never been. */
  forgetSessions(): void;
  /** Of the next sessions, whatever is asked for. */
  sessionSeconds: number | null;
};

export function createAccount(secretAccessKey = "own-secret-access-key"): AwsAccount {
  const sessions: Session[] = [];
  const own = {
    accessKeyId: "AKIAASKBOOKTEST00001",
    secretAccessKey,
    sessionToken: null,
    arn: "arn:aws:iam::111122223333:user/askbook-server",
    isAllowed: true,
  };
  return {
    own,
    role: {
      arn: "arn:aws:iam::444455556666:role/askbook-bedrock",
      principal: own.arn,
      externalId: null,
      enforcement: "required",
    },
    sessions,
    sessionSeconds: null,
    open(seconds) {
      const session: Session = {
        accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
        secretAccessKey: `session-secret-${randomBytes(12).toString("hex")}`,
        sessionToken: `session-token-${randomBytes(24).toString("base64")}`,
        expiresAt: new Date(Date.now() + (this.sessionSeconds ?? seconds) * 1000),
        isExpired: false,
      };
      sessions.push(session);
      return session;
    },
    forgetSessions: () => {
      sessions.length = 0;
    },
    expireSessions() {
      for (const session of sessions) session.isExpired = true;
    },
  };
}
