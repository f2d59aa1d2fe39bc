import { headers } from "next/headers";
import { FormulaHelp } from "#components/help/formula-help";
import { describeFunctions } from "#components/help/function-help";
import { Page } from "#components/ui/page";
import { getOrganization } from "#db/queries/organizations";
import { can } from "#lib/permissions";
import { findUsableSources } from "../../../find-usable-sources.ts";
import { requirePageViewer } from "../../../workspace-frame.tsx";

export default async function FormulasPage() {
  const viewer = await requirePageViewer();
  const [sources, { locale, currency }, requested] = await Promise.all([
    findUsableSources(viewer),
    getOrganization(viewer),
    headers(),
  ]);
  return (
    <Page
      title="Formulas"
      description="Try a formula on your data, and look up every function. A formula gives a value for each row of its level."
    >
      <FormulaHelp
        functions={describeFunctions()}
        canTry={can(viewer, "exploreFull")}
        canUseAi={can(viewer, "useFormulaAi")}
        isAdmin={can(viewer, "administer")}
        sources={sources
          .toSorted((a, b) => Number(b.highlighted) - Number(a.highlighted))
          .map(({ id, name }) => ({ id, name }))}
        locale={locale}
        currency={currency}
        nonce={requested.get("x-nonce") ?? undefined}
      />
    </Page>
  );
}
