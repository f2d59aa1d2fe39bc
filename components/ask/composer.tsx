"use client";

import { ArrowUp, BarChart3, Plus, Square, X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { askAbout, useAboutChart } from "#components/run/about-chart";
import { Button, IconButton } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Popover } from "#components/ui/popover";

export type ScopeSource = { readonly id: string; readonly name: string };

type ComposerProps = {
  readonly placeholder: string;
  readonly sources: readonly ScopeSource[];
  readonly scope: readonly string[];
  readonly isRunning: boolean;
  readonly autoFocus?: boolean;
  readonly draft: string;
  readonly onScopeChange: (sourceIds: readonly string[]) => void;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
};

const longestQuestion = 4000;

/** The question box: Enter asks, Shift Enter breaks the line, + limits the question to chosen sources. */
export function Composer(props: ComposerProps) {
  const { placeholder, sources, scope, isRunning, autoFocus = false, draft, onScopeChange, onAsk, onStop } = props;
  const [question, setQuestion] = useState(draft);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (autoFocus && window.matchMedia("(hover: hover)").matches) box.current?.focus();
  }, [autoFocus]);
  // What was typed while the page's scripts were still loading.
  useEffect(() => setQuestion(box.current?.value ?? ""), []);
  const ask = () => {
    if (question.trim() === "" || isRunning) return;
    onAsk(question.trim());
    setQuestion("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    ask();
  };
  const about = useAboutChart();
  const isAbout = about !== null;
  useEffect(() => {
    if (isAbout) box.current?.focus();
  }, [isAbout]);
  const chosen = sources.filter(({ id }) => scope.includes(id));
  return (
    <form
      onSubmit={submit}
      className="rounded-md border border-line-strong bg-surface transition-colors focus-within:border-accent"
    >
      <textarea
        ref={box}
        aria-label={placeholder}
        placeholder={placeholder}
        value={question}
        rows={1}
        maxLength={longestQuestion}
        onChange={(event) => setQuestion(event.target.value)}
        onKeyDown={press}
        className="field-sizing-content block max-h-48 min-h-11 w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-lg leading-6 outline-none"
      />
      <div className="flex flex-wrap items-center gap-1.5 px-2 pb-2">
        <ScopeChooser sources={sources} scope={scope} onChange={onScopeChange} />
        {about !== null && <AboutChip title={about.title} />}
        {chosen.map((source) => (
          <span
            key={source.id}
            className="inline-flex h-6 max-w-48 items-center gap-1 rounded-sm bg-accent-quiet px-1.5 text-accent text-xs"
          >
            <span className="truncate">{source.name}</span>
            <button
              type="button"
              aria-label={`Do not limit to ${source.name}`}
              onClick={() => onScopeChange(scope.filter((id) => id !== source.id))}
            >
              <X aria-hidden="true" className="size-3" />
            </button>
          </span>
        ))}
        <div className="ml-auto">
          {isRunning ? (
            <Button size="small" onClick={onStop} aria-keyshortcuts="Escape">
              <Square className="fill-current" />
              Stop
            </Button>
          ) : (
            <IconButton label="Ask" type="submit" variant="primary" size="small" disabled={question.trim() === ""}>
              <ArrowUp />
            </IconButton>
          )}
        </div>
      </div>
    </form>
  );
}

/** The question is about a chart that somebody came from. */
function AboutChip({ title }: { readonly title: string }) {
  return (
    <span className="inline-flex h-6 max-w-64 items-center gap-1 rounded-sm bg-accent-quiet px-1.5 text-accent text-xs">
      <BarChart3 aria-hidden="true" className="size-3 shrink-0" />
      <span className="truncate">About {title === "" ? "this chart" : title}</span>
      <button type="button" aria-label="Do not ask about this chart" onClick={() => askAbout(null)}>
        <X aria-hidden="true" className="size-3" />
      </button>
    </span>
  );
}

type ScopeChooserProps = {
  readonly sources: readonly ScopeSource[];
  readonly scope: readonly string[];
  readonly onChange: (sourceIds: readonly string[]) => void;
};

function ScopeChooser({ sources, scope, onChange }: ScopeChooserProps) {
  const [words, setWords] = useState("");
  const shown = sources.filter(({ name }) => name.toLocaleLowerCase().includes(words.toLocaleLowerCase()));
  const toggle = (id: string) => onChange(scope.includes(id) ? scope.filter((other) => other !== id) : [...scope, id]);
  return (
    <Popover
      label="Sources for this question"
      className="w-72 p-2"
      trigger={
        <Button variant="quiet" size="small">
          <Plus />
          Sources
        </Button>
      }
    >
      <p className="px-1 pb-2 text-quiet text-xs">Limit the question to these. None chosen: all that you may use.</p>
      {sources.length > 8 && (
        <input
          aria-label="Search sources"
          placeholder="Search sources"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          className="mb-2 h-7 w-full rounded-sm border bg-surface px-2 text-sm"
        />
      )}
      <div className="max-h-64 space-y-1 overflow-y-auto px-1 py-0.5">
        {shown.map((source) => (
          <Checkbox
            key={source.id}
            label={source.name}
            checked={scope.includes(source.id)}
            onChange={() => toggle(source.id)}
          />
        ))}
        {shown.length === 0 && <p className="py-2 text-quiet">No source has this name.</p>}
      </div>
    </Popover>
  );
}
