"use client";

import { ThumbsDown, ThumbsUp } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button, IconButton } from "#components/ui/button";
import { TextAreaField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Popover } from "#components/ui/popover";
import { nothing, request, sentenceOf } from "#components/ui/request";

export type Opinion = { readonly helpful: boolean; readonly note: string };

type FeedbackProps = { readonly runId: string; readonly initial: Opinion | null };

/** Helpful or not, with a note. Pressing the same thumb again takes it back. */
export function Feedback({ runId, initial }: FeedbackProps) {
  const [opinion, setOpinion] = useState(initial);
  const [isNoteOpen, setIsNoteOpen] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const save = async (next: Opinion | null) => {
    const before = opinion;
    setOpinion(next);
    setError(null);
    const path = `/api/runs/${runId}/feedback`;
    try {
      await request(path, nothing, next === null ? { method: "DELETE" } : { method: "POST", body: next });
    } catch (cause) {
      setOpinion(before);
      setError(sentenceOf(cause));
    }
  };
  const vote = (helpful: boolean) => {
    const isTakenBack = opinion?.helpful === helpful;
    void save(isTakenBack ? null : { helpful, note: opinion?.note ?? "" });
    setIsNoteOpen(!isTakenBack && !helpful);
  };

  return (
    <>
      <IconButton
        label="Helpful"
        size="small"
        aria-pressed={opinion?.helpful === true}
        onClick={() => vote(true)}
        className="aria-pressed:text-positive"
      >
        <ThumbsUp />
      </IconButton>
      <Popover
        label="What was not helpful"
        open={isNoteOpen}
        onOpenChange={setIsNoteOpen}
        trigger={
          <button
            type="button"
            aria-label="Not helpful"
            aria-pressed={opinion?.helpful === false}
            onClick={(event) => {
              event.preventDefault();
              vote(false);
            }}
            className="inline-flex size-7 items-center justify-center rounded-md text-quiet transition-colors hover:bg-text/5 hover:text-text aria-pressed:text-warning"
          >
            <ThumbsDown aria-hidden="true" className="size-4" />
          </button>
        }
      >
        <Note
          onSave={(note) => {
            setIsNoteOpen(false);
            void save({ helpful: false, note });
          }}
          initial={opinion?.note ?? ""}
        />
      </Popover>
      {error !== null && <Notice tone="danger">{error}</Notice>}
    </>
  );
}

function Note({ initial, onSave }: { readonly initial: string; readonly onSave: (note: string) => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = new FormData(event.currentTarget).get("note");
    onSave(typeof note === "string" ? note : "");
  };
  return (
    <form onSubmit={submit} className="space-y-2.5">
      <TextAreaField
        name="note"
        label="What was wrong?"
        defaultValue={initial}
        maxLength={4000}
        help="Admins can read this."
      />
      <Button type="submit" size="small">
        Save note
      </Button>
    </form>
  );
}
