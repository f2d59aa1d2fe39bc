import type { ActionResult } from "#lib/contract/action";
import type {
  LimitsForm,
  SaveProviderInput,
  SaveProviderOutcome,
  SendRung,
  TestOutcome,
} from "#lib/contract/ai-settings";
import type { AwsIdentity } from "#lib/contract/bedrock";

/** The server actions behind the AI settings page. */
export type AiSettingsActions = {
  readonly saveProvider: (input: SaveProviderInput) => Promise<ActionResult<SaveProviderOutcome>>;
  readonly testProvider: () => Promise<ActionResult<TestOutcome>>;
  /** Whom a role in this region of AWS has to trust. */
  readonly findAwsIdentity: (region: string) => Promise<ActionResult<AwsIdentity>>;
  /** The new one is shown once. */
  readonly renewExternalId: () => Promise<ActionResult<{ readonly externalId: string }>>;
  readonly removeProvider: () => Promise<ActionResult<void>>;
  readonly changeHosting: (choice: "built-in" | "off" | "environment") => Promise<ActionResult<void>>;
  readonly changeSendRung: (choice: SendRung) => Promise<ActionResult<void>>;
  readonly changeChartPictures: (isAllowed: boolean) => Promise<ActionResult<void>>;
  readonly changeRetention: (days: number) => Promise<ActionResult<void>>;
  readonly changeLimits: (form: LimitsForm) => Promise<ActionResult<void>>;
};
