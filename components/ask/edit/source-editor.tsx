"use client";

import { useState } from "react";
import { useSourceScope } from "#components/formula/use-source-scope";
import { SelectField } from "#components/ui/field";
import type { ScopeSource } from "../composer.tsx";
import { withSource } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import type { EditorProps } from "./part-editor.tsx";
import { checkDraft } from "./use-change.tsx";

type SourceEditorProps = EditorProps & { readonly sources: readonly ScopeSource[] };

/** Another source under the same worksheet; what it lacks is told before it is applied. */
export function SourceEditor({ sources, ...props }: SourceEditorProps) {
  const { draft, result } = props;
  const isThere = sources.some(({ id }) => id === result.sourceId);
  const [sourceId, setSourceId] = useState(isThere ? result.sourceId : "");
  const name = sources.find(({ id }) => id === sourceId)?.name ?? "";
  const isOther = sourceId !== result.sourceId && sourceId !== "";
  const options = sources.map(({ id, name: label }) => ({ value: id, label }));
  return (
    <EditorFrame
      label="Change the source"
      problems={props.problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={() => {
        if (sourceId === "") props.onRefuse("Choose a source.");
        else if (!isOther) props.onCancel();
        else
          props.onApply(withSource(draft, name), `Source: ${name}`, {
            source: { id: sourceId, scope: { state: "loading" } },
          });
      }}
    >
      <SelectField
        label="Source"
        value={sourceId}
        options={isThere ? options : [{ value: "", label: "Choose a source" }, ...options]}
        onChange={(event) => setSourceId(event.target.value)}
        error={isThere ? undefined : `${result.sourceName} was deleted, or Ask may no longer use it for you.`}
      />
      {isOther && <Missing key={sourceId} {...props} sourceId={sourceId} name={name} />}
    </EditorFrame>
  );
}

function Missing({ draft, sourceId, name }: EditorProps & { readonly sourceId: string; readonly name: string }) {
  const scope = useSourceScope(sourceId);
  if (scope.state === "loading") return <p className="text-quiet text-sm">Reading the columns of {name}</p>;
  if (scope.state === "failed") return <p className="text-danger text-sm">{scope.message}</p>;
  const problems = checkDraft({ ...draft, source: name }, scope);
  if (problems.length === 0)
    return (
      <p role="status" className="text-quiet text-sm">
        {name} has every column that this answer uses.
      </p>
    );
  return (
    <div role="status" className="text-sm">
      <p className="text-warning">{name} does not have all that this answer uses:</p>
      <ul className="mt-1 list-disc space-y-0.5 pl-5 [overflow-wrap:anywhere]">
        {[...new Set(problems.map(({ message }) => message))].map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}
