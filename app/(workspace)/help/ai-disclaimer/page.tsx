import type { ReactNode } from "react";
import { Notice } from "#components/ui/notice";
import { Page } from "#components/ui/page";
import { getOrganization } from "#db/queries/organizations";
import { getHosting } from "#lib/ai/providers/registry";
import { requirePageViewer } from "../../../workspace-frame.tsx";

export default async function AiDisclaimerPage() {
  const viewer = await requirePageViewer();
  const [{ sendRung, sendChartPictures, retentionDays }, aiHosting] = await Promise.all([
    getOrganization(viewer),
    getHosting(viewer),
  ]);
  return (
    <Page title="AI disclaimer" width="thread" description="What happens to your data when you use AI in Askbook.">
      <Notice tone="warning" title="Check what the model writes">
        An answer may be wrong, incomplete or misleading. Every number that Askbook could trace to your data is marked
        as verified; what is not verified, and every conclusion, is for you to check before you rely on it.
      </Notice>
      <div className="mt-8 max-w-prose space-y-8">
        <Question title="Is my data used for AI features?">
          <p>
            Only when you start one: ask a question, have a chart explained, or have a formula written.{" "}
            {hosting[aiHosting]} One thing goes before any question: where a provider has an embeddings model, it is
            sent the names, descriptions and AI context of the sources that Ask may use, and the names of their columns,
            so that sources are found by meaning. No values go with them.
          </p>
          <p>
            With an external provider, your question always goes, and of your data no more than an admin allows. The
            setting of your organization is: <strong>{rungs[sendRung] ?? rungs[1]}</strong>{" "}
            {pictures(sendRung, sendChartPictures)} Columns marked “never send”, and everything computed from them,
            never go. What exactly was sent for an answer stands beside it under “What was sent”.
          </p>
        </Question>
        <Question title="Who receives it?">
          <p>
            The provider that an admin set up, a third party that Askbook does not control, or a model that your
            organization runs itself. Images in answers and links to other sites are not shown, so an answer cannot
            carry data elsewhere.
          </p>
        </Question>
        <Question title="What does Askbook store, where, and for how long?">
          <p>
            Questions, answers, results and copies of what was sent are stored in your organization’s own Askbook
            database until you delete the conversation, or until{" "}
            {retentionDays === 1 ? "a day" : `${retentionDays} days`} after its last question, when Askbook deletes it.
            Only you and, for what was sent and for usage, admins can read them. How many tokens a request took stays
            for the usage page, without what was said.
          </p>
        </Question>
        <Question title="Does the provider store my data or train on it?">
          <p>
            That follows from the contract between your organization and the provider, and may change. Providers
            commonly keep data sent through their interfaces for a limited time, and many state that they do not train
            on it unless you opt in. Where a provider offers it, Askbook asks it not to store requests. Read the
            provider’s own terms; a model that you run yourself keeps data where you run it.
          </p>
        </Question>
        <Question title="Where do API keys come from, and how are they kept?">
          <p>
            Askbook does not issue keys: an admin gets one from the provider. It is encrypted (AES-256-GCM) under a key
            that is kept apart from the database, tied to its place there, and never shown again: not on a page, in a
            log or in the audit log. Data travels to the provider over https; plain http is possible only inside your
            own network.
          </p>
        </Question>
        <Question title="Does AI work with large data?">
          <p>
            Yes. The model never reads your tables. It proposes a worksheet, your data engine computes it where the data
            lies, and the model sees at most a summary of the result. The provider does not connect to your data.
          </p>
        </Question>
        <Question title="Who may use AI features, and how much?">
          <p>
            Admins decide: by account type for each feature, with limits on tokens and requests, and by turning AI off
            or removing the provider, which takes effect at once. Answers only ever use data that you yourself may see.
          </p>
        </Question>
      </div>
    </Page>
  );
}

function Question({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-2">
      <h2 className="font-semibold text-lg">{title}</h2>
      {children}
    </section>
  );
}

const hosting = {
  "built-in":
    "At the moment the built-in model serves your organization: it runs on this server, and nothing leaves it.",
  external: "At the moment an external provider serves your organization.",
  off: "At the moment AI features are off in your organization.",
} as const;

const rungs: Readonly<Record<number, string>> = {
  1: "names, types and descriptions of sources and columns, but no values.",
  2: "names, types and descriptions, values that match the question, and grouped or summarized results.",
  3: "names, types and descriptions, values that match the question, grouped or summarized results, and up to 20 single rows.",
};

function pictures(sendRung: number, isAllowed: boolean): string {
  return isAllowed && sendRung > 1
    ? "When a chart is explained, a picture of it goes too."
    : "Pictures of charts are not sent.";
}
