import type { AssistedEditorProps } from "#components/formula/assistant/assisted-editor";
import type { FormulaPlace } from "#lib/contract/formula-assist";
import type { RunData } from "#lib/contract/runs";
import type { Editing } from "./editing.tsx";

type Owner = { readonly result: RunData["result"]; readonly assistant: Editing["assistant"] };

/** The assistant of a formula of an answer: it is given the answer's worksheet, and the place in it. */
export function assistanceOf({ result, assistant }: Owner, place: FormulaPlace): AssistedEditorProps["assistance"] {
  if (assistant === null) return null;
  const { worksheetId, worksheet } = result;
  const document = { worksheets: { [worksheetId]: worksheet }, controls: [] };
  return { ...assistant, target: { document, worksheetId, place } };
}

export function columnIdOf({ worksheet }: RunData["result"], name: string): string | null {
  return worksheet.columns.find((column) => column.name === name)?.id ?? null;
}
