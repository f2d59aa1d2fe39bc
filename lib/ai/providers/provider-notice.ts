import "server-only";
import type { ProviderNotice, ProviderSummary } from "#lib/contract/ai-settings";
import { can, type Person } from "#lib/permissions";
import { readEnvironmentProvider } from "./environment-provider.ts";
import { currentHealth } from "./health.ts";
import { getDefinition } from "./kinds.ts";
import { stateOf } from "./provider-state.ts";
import { getServingState } from "./serving-state.ts";
import { systemOf } from "./system-actor.ts";

/** What the viewer should know of a provider that does not work: admins since when and why, others that answers may fail. */
export async function findProviderNotice(
  viewer: Person,
  moment: (iso: string) => string,
): Promise<ProviderNotice | null> {
  const isAdmin = can(viewer, "administer");
  const { hosting, configuration } = await getServingState(
    systemOf(viewer.organizationId, "say whether the AI provider works"),
  );
  if (hosting !== "external") return null;
  if (configuration === null) return isAdmin ? describeEnvironmentProblem() : null;
  const state = stateOf(configuration);
  if (isAdmin) return noticesForAdmins[state.name](getDefinition(configuration.kind).form.label, state, moment);
  // What passes by itself is said where it happens.
  const isLasting = currentHealth(configuration)?.expiresAt === null;
  return state.name === "failing" && isLasting && can(viewer, "useAsk")
    ? {
        tone: "warning",
        title: "Answers may fail at the moment",
        message: `The AI provider has not worked since ${moment(state.since)}. Admins see why in AI settings.`,
        action: null,
      }
    : null;
}

type State = ProviderSummary["state"];
type Describe = (label: string, state: State, moment: (iso: string) => string) => ProviderNotice | null;

const settings = { label: "Open AI settings", href: "/admin/ai-settings" };

const noticesForAdmins: Readonly<Record<State["name"], Describe>> = {
  healthy: () => null,
  failing: (label, state, moment) =>
    state.name !== "failing"
      ? null
      : {
          tone: "danger",
          title: `${label} has been failing since ${moment(state.since)}`,
          message: state.message,
          action:
            state.code === "model_not_found"
              ? { label: "Choose another model", href: "/admin/ai-settings?edit=advanced" }
              : settings,
        },
  "waiting-for-trust": (label) => ({
    tone: "warning",
    title: `${label} waits for its trust relationship`,
    message: "AI features are unavailable until it is set up in AWS and a test has passed.",
    action: settings,
  }),
  "credentials-lost": (label) => ({
    tone: "danger",
    title: `The credentials of ${label} must be entered again`,
    message:
      "This server has another encryption key than the one that sealed them. Until then AI features are unavailable.",
    action: settings,
  }),
};

function describeEnvironmentProblem(): ProviderNotice | null {
  const problem = readEnvironmentProvider()?.problem ?? null;
  if (problem === null) return null;
  return {
    tone: "danger",
    title: "AI features are unavailable",
    message: `The server's own provider is not set up right: ${problem}`,
    action: settings,
  };
}
