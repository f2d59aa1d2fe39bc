import type { ActionResult } from "#lib/contract/action";
import type {
  LimitsForm,
  SaveProviderInput,
  SaveProviderOutcome,
  SendRung,
  TestOutcome,
} from "#lib/contract/ai-settings";

/** The server actions behind the AI settings page. */
export type AiSettingsActions = {
  readonly saveProvider: (input: SaveProviderInput) => Promise<ActionResult<SaveProviderOutcome>>;
  readonly testProvider: () => Promise<ActionResult<TestOutcome>>;
  readonly removeProvider: () => Promise<ActionResult<void>>;
  readonly changeHosting: (choice: "built-in" | "off") => Promise<ActionResult<void>>;
  readonly changeSendRung: (choice: SendRung) => Promise<ActionResult<void>>;
  readonly changeRetention: (days: number) => Promise<ActionResult<void>>;
  readonly changeLimits: (form: LimitsForm) => Promise<ActionResult<void>>;
};
