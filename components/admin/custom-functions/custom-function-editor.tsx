"use client";

import { ArrowLeft } from "lucide-react";
import { type FormEvent, useMemo, useState } from "react";
import { FormulaEditor } from "#components/formula/formula-editor";
import { typeName } from "#components/formula/function-words";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { TextAreaField, TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Page } from "#components/ui/page";
import { useSteadyPress } from "#components/ui/steady-press";
import { type CustomFunctionForm, type CustomFunctionItem, customFunctionSchema } from "#lib/contract/custom-functions";
import { plainMessage } from "#lib/contract/plain-message";
import {
  type CustomFunctionDiagnostic,
  checkCustomFunction,
  findCustomFunctionUsers,
} from "#lib/formula/custom-function";
import { useAdminAction } from "../sign-in-again.tsx";
import { ArgumentFields } from "./argument-fields.tsx";
import { argumentPlace } from "./argument-scope.tsx";
import { type CustomFunctionsActions, signatureOf } from "./custom-functions-actions.tsx";
import { usersSentence } from "./remove-custom-function.tsx";

type CustomFunctionEditorProps = {
  /** Null: a new function. */
  readonly target: CustomFunctionItem | null;
  /** All of the organization's functions but this one. */
  readonly others: readonly CustomFunctionItem[];
  readonly save: CustomFunctionsActions["save"];
  readonly nonce?: string | undefined;
  readonly onLeave: () => void;
  readonly onSaved: (name: string) => void;
};

const blank: CustomFunctionForm = { name: "", description: "", arguments: [], formula: "", isHidden: false };

type Failure = { readonly field: string | undefined; readonly message: string };

export function CustomFunctionEditor(props: CustomFunctionEditorProps) {
  const { target, others, save, nonce, onLeave, onSaved } = props;
  const [draft, setDraft] = useState<CustomFunctionForm>(target ?? blank);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [soundText, setSoundText] = useState<string | null>(null);
  const saving = useAdminAction(save);
  const press = useSteadyPress();
  const checked = useMemo(() => checkCustomFunction(draft, others), [draft, others]);
  const place = useMemo(() => argumentPlace(draft.arguments, others), [draft.arguments, others]);
  const change = (patch: Partial<CustomFunctionForm>) => {
    setFailure(null);
    setDraft({ ...draft, ...patch });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWasSubmitted(true);
    setFailure(null);
    const parsed = customFunctionSchema.safeParse(draft, { error: plainMessage });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return setFailure({ field: issue?.path.join("."), message: issue?.message ?? "" });
    }
    if (checked.diagnostics.some(({ severity }) => severity === "error")) return;
    const version = target === null ? null : { id: target.id, version: target.version };
    const result = await saving.run({ target: version, draft: parsed.data });
    if (result.ok) onSaved(parsed.data.name);
    else setFailure({ field: result.error.field, message: result.error.message });
  };
  // Nothing is held against a field that nobody has come to yet.
  const nameError =
    failure?.field === "name"
      ? failure.message
      : draft.name !== "" || wasSubmitted
        ? firstError(checked.diagnostics, "name")
        : undefined;
  const formulaError = wasSubmitted && draft.formula.trim() === "" ? "Write the function's formula." : undefined;
  return (
    <Page
      title={target === null ? "New custom function" : `Edit ${target.name}`}
      actions={
        <Button variant="quiet" onClick={onLeave}>
          <ArrowLeft />
          All custom functions
        </Button>
      }
    >
      <form onSubmit={submit} noValidate className="max-w-form space-y-5">
        {failure !== null && failure.field !== "name" && <Notice tone="danger">{failure.message}</Notice>}
        <TextField
          label="Name"
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
          error={nameError}
          help="A capital letter, then letters and digits: NetMargin."
        />
        <TextAreaField
          label="Description"
          optional
          value={draft.description}
          onChange={(event) => change({ description: event.target.value })}
          help="Shown in completion, and told to the model that answers questions."
        />
        <ArgumentFields
          operands={draft.arguments}
          errors={argumentErrors(checked.diagnostics)}
          onChange={(operands) => change({ arguments: operands })}
        />
        <div>
          <p className="mb-1 font-medium">Formula</p>
          <FormulaEditor
            label="Formula of the function"
            value={draft.formula}
            place={place}
            placeholder="([revenue] - [cost]) / [revenue]"
            nonce={nonce}
            onChange={(formula) => change({ formula })}
            onChecked={({ text, expression }) => setSoundText(expression === null ? null : text)}
          />
          {formulaError !== undefined && (
            <p role="alert" className="text-danger text-sm">
              {formulaError}
            </p>
          )}
        </div>
        <p role="status" className="rounded-md border bg-surface px-3 py-2 font-mono text-sm [overflow-wrap:anywhere]">
          {signatureOf({ ...draft, name: draft.name === "" ? "…" : draft.name })} →{" "}
          {checked.type === "unknown" ? "…" : typeName(checked.type)}
        </p>
        <Warnings
          target={target}
          draft={draft}
          others={others}
          diagnostics={checked.diagnostics}
          isSoundAlone={soundText === draft.formula}
        />
        <Checkbox
          label="Hide from suggestions"
          help="Completion does not offer it, and the model is not told of it. Formulas that name it work."
          checked={draft.isHidden}
          onChange={(event) => change({ isHidden: event.target.checked })}
        />
        <div className="flex gap-2">
          <Button type="submit" variant="primary" pending={saving.isPending} {...press}>
            {target === null ? "Create function" : "Save function"}
          </Button>
          <Button onClick={onLeave}>Cancel</Button>
        </div>
      </form>
    </Page>
  );
}

type WarningsProps = Pick<CustomFunctionEditorProps, "target" | "others"> & {
  readonly draft: CustomFunctionForm;
  readonly diagnostics: readonly CustomFunctionDiagnostic[];
  /** The editor has nothing to complain of. */
  readonly isSoundAlone: boolean;
};

/** What would no longer hold after saving; and errors that only show where functions meet. */
function Warnings({ target, draft, others, diagnostics, isSoundAlone }: WarningsProps) {
  const unseen = isSoundAlone
    ? diagnostics.filter(({ severity, field }) => severity === "error" && field === "formula")
    : [];
  const isRenamed = target !== null && target.name !== draft.name;
  const isCalledOtherwise = target !== null && argumentsOf(target) !== argumentsOf(draft);
  const users = isRenamed ? findCustomFunctionUsers(target.name, others).map(({ name }) => name) : [];
  const warnings = [
    ...(isRenamed ? [`Formulas that call ${target.name} have an error until they use the new name.`] : []),
    ...(users.length > 0 ? [usersSentence(users)] : []),
    ...(isCalledOtherwise && !isRenamed
      ? ["Formulas that call it with the arguments of before have an error, or another result."]
      : []),
    ...diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message),
  ];
  return (
    <>
      {unseen.map(({ message }) => (
        <Notice key={message} tone="danger">
          {message}
        </Notice>
      ))}
      {warnings.length > 0 && (
        <Notice tone="warning">
          <ul className="space-y-1">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function argumentsOf({ arguments: operands }: CustomFunctionForm): string {
  return operands.map(({ type }) => type).join(" ");
}

function firstError(diagnostics: readonly CustomFunctionDiagnostic[], field: CustomFunctionDiagnostic["field"]) {
  return diagnostics.find((one) => one.severity === "error" && one.field === field)?.message;
}

function argumentErrors(diagnostics: readonly CustomFunctionDiagnostic[]): ReadonlyMap<number, string> {
  return new Map(
    diagnostics.flatMap(({ field, argument, message }) =>
      field === "arguments" && argument !== undefined ? [[argument, message] as const] : [],
    ),
  );
}
