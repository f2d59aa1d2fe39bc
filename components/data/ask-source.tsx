import { ArrowUp } from "lucide-react";
import { IconButton } from "#components/ui/button";
import { Input } from "#components/ui/field";

type AskSourceProps = { readonly source: { readonly id: string; readonly name: string } };

/** A question box that asks only this source. Works without scripts: it is a form that leads to Ask. */
export function AskSource({ source }: AskSourceProps) {
  return (
    <form action="/ask" className="relative">
      <input type="hidden" name="source" value={source.id} />
      <Input
        name="question"
        required
        maxLength={4000}
        autoComplete="off"
        aria-label={`Ask ${source.name} a question`}
        placeholder={`Ask ${source.name} a question …`}
        className="h-11 pr-11 pl-3.5"
      />
      <IconButton type="submit" label="Ask" variant="primary" className="absolute top-1.5 right-1.5">
        <ArrowUp />
      </IconButton>
    </form>
  );
}
