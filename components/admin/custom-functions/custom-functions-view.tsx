"use client";

import { Plus, SquareFunction } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Notice } from "#components/ui/notice";
import { Page } from "#components/ui/page";
import type { CustomFunctionItem } from "#lib/contract/custom-functions";
import { SignInAgain } from "../sign-in-again.tsx";
import { CustomFunctionEditor } from "./custom-function-editor.tsx";
import { CustomFunctionList } from "./custom-function-list.tsx";
import type { CustomFunctionsActions, CustomFunctionTask } from "./custom-functions-actions.tsx";
import { RemoveCustomFunction } from "./remove-custom-function.tsx";

export type CustomFunctionsViewProps = {
  readonly functions: readonly CustomFunctionItem[];
  readonly actions: CustomFunctionsActions;
  /** Of the admin, for entering the password again. */
  readonly email: string;
  readonly nonce?: string | undefined;
};

export function CustomFunctionsView(props: CustomFunctionsViewProps) {
  return (
    <SignInAgain email={props.email}>
      <CustomFunctions {...props} />
    </SignInAgain>
  );
}

function CustomFunctions({ functions, actions, nonce }: CustomFunctionsViewProps) {
  const [task, setTask] = useState<CustomFunctionTask | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const begin = (next: CustomFunctionTask) => {
    setNotice(null);
    setTask(next);
  };
  const done = (sentence: string) => {
    setTask(null);
    setNotice(sentence);
  };
  const create = (
    <Button variant="primary" onClick={() => begin({ kind: "edit", target: null })}>
      <Plus />
      New function
    </Button>
  );
  if (task?.kind === "edit")
    return (
      <CustomFunctionEditor
        target={task.target}
        others={functions.filter(({ id }) => id !== task.target?.id)}
        save={actions.save}
        nonce={nonce}
        onLeave={() => setTask(null)}
        onSaved={(name) => done(`${name} is saved. Formulas can call it from now on.`)}
      />
    );
  return (
    <Page
      title="Custom functions"
      description="Functions of your own, written as formulas over their arguments. Everybody who uses data can call them, by hand and through AI."
      actions={functions.length > 0 ? create : undefined}
    >
      {notice !== null && (
        <Notice tone="positive" className="mb-4">
          {notice}
        </Notice>
      )}
      {functions.length === 0 ? (
        <EmptyState title="No custom functions yet" icon={<SquareFunction aria-hidden="true" />} actions={create}>
          Give a name to a calculation that your organization repeats, such as a net margin or a fiscal year, and all
          use the same definition.
        </EmptyState>
      ) : (
        <CustomFunctionList functions={functions} onTask={begin} />
      )}
      {task?.kind === "remove" && (
        <RemoveCustomFunction
          target={task.target}
          others={functions}
          remove={actions.remove}
          onClose={() => setTask(null)}
          onRemoved={() => done(`${task.target.name} is deleted.`)}
        />
      )}
    </Page>
  );
}
