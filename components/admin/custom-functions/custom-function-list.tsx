import { Pencil, Trash2 } from "lucide-react";
import { typeName } from "#components/formula/function-words";
import { Badge } from "#components/ui/badge";
import { IconButton } from "#components/ui/button";
import type { CustomFunctionItem } from "#lib/contract/custom-functions";
import { checkCustomFunction } from "#lib/formula/custom-function";
import { type CustomFunctionTask, signatureOf } from "./custom-functions-actions.tsx";

type CustomFunctionListProps = {
  readonly functions: readonly CustomFunctionItem[];
  readonly onTask: (task: CustomFunctionTask) => void;
};

export function CustomFunctionList({ functions, onTask }: CustomFunctionListProps) {
  return (
    <ul className="divide-y rounded-md border bg-surface">
      {functions.map((target) => (
        <FunctionRow
          key={target.id}
          target={target}
          others={functions.filter((other) => other !== target)}
          onTask={onTask}
        />
      ))}
    </ul>
  );
}

type FunctionRowProps = {
  readonly target: CustomFunctionItem;
  readonly others: readonly CustomFunctionItem[];
  readonly onTask: (task: CustomFunctionTask) => void;
};

/** Another function of the list may have broken this one since it was saved. */
function FunctionRow({ target, others, onTask }: FunctionRowProps) {
  const { type, diagnostics } = checkCustomFunction(target, others);
  const problem = diagnostics.find(({ severity }) => severity === "error");
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium font-mono text-sm [overflow-wrap:anywhere]">{signatureOf(target)}</span>
          {problem === undefined ? <Badge>{typeName(type)}</Badge> : <Badge tone="danger">Has an error</Badge>}
          {target.isHidden && <Badge>Hidden</Badge>}
        </p>
        {target.description !== "" && (
          <p className="mt-0.5 text-quiet text-sm [overflow-wrap:anywhere]">{target.description}</p>
        )}
        {problem !== undefined && <p className="mt-0.5 text-danger text-sm">{problem.message}</p>}
        <p className="mt-1 line-clamp-2 font-mono text-quiet text-sm [overflow-wrap:anywhere]">{target.formula}</p>
      </div>
      <div className="flex shrink-0">
        <IconButton label={`Edit ${target.name}`} size="small" onClick={() => onTask({ kind: "edit", target })}>
          <Pencil />
        </IconButton>
        <IconButton label={`Delete ${target.name}`} size="small" onClick={() => onTask({ kind: "remove", target })}>
          <Trash2 />
        </IconButton>
      </div>
    </li>
  );
}
