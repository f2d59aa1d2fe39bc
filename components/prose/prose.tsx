"use client";

import type { ReactNode } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { ScrollRegion } from "#components/ui/scroll-region";
import type { RunData } from "#lib/contract/runs";
import { ProvedNumber } from "./proved-number.tsx";

const plugins = [remarkGfm];
const numberPrefix = "#number-";

type ProseProps = {
  readonly text: string;
  readonly numbers: ReadonlyMap<string, RunData["number"]>;
  /** It is about a result that was changed since. */
  readonly isEarlier?: boolean;
};

/** The model's Markdown. Links to `#number-…` are numbers; others lead nowhere but to https; images are not fetched. */
export function Prose({ text, numbers, isEarlier = false }: ProseProps) {
  return (
    <div className="max-w-prose space-y-3 [overflow-wrap:anywhere]">
      <Markdown remarkPlugins={plugins} components={{ ...elements, a: linkOf(numbers, isEarlier) }}>
        {text}
      </Markdown>
    </div>
  );
}

type LinkProps = { readonly href?: string | undefined; readonly children?: ReactNode };

function linkOf(numbers: ReadonlyMap<string, RunData["number"]>, isEarlier: boolean) {
  return function Link({ href = "", children }: LinkProps) {
    if (href.startsWith(numberPrefix))
      return (
        <ProvedNumber number={numbers.get(href.slice(numberPrefix.length))} isEarlier={isEarlier}>
          {children}
        </ProvedNumber>
      );
    if (!href.startsWith("https://")) return <span>{children}</span>;
    return (
      <a href={href} rel="noreferrer noopener" target="_blank" className="text-accent underline underline-offset-2">
        {children}
      </a>
    );
  };
}

const elements: Components = {
  img: ({ alt }) => <span className="text-quiet">{alt}</span>,
  h1: ({ children }) => <h3 className="font-semibold">{children}</h3>,
  h2: ({ children }) => <h3 className="font-semibold">{children}</h3>,
  h3: ({ children }) => <h3 className="font-semibold">{children}</h3>,
  ul: ({ children }) => <ul className="list-disc space-y-1 pl-5 marker:text-quiet">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal space-y-1 pl-5 marker:text-quiet">{children}</ol>,
  code: ({ children }) => <code className="rounded-sm bg-text/6 px-1 py-0.5 font-mono text-sm">{children}</code>,
  pre: ({ children }) => <pre className="whitespace-pre-wrap text-sm">{children}</pre>,
  blockquote: ({ children }) => <blockquote className="border-l-2 pl-3 text-quiet">{children}</blockquote>,
  table: ({ children }) => (
    <ScrollRegion label="Table" className="overflow-x-auto">
      <table className="nums w-full text-sm">{children}</table>
    </ScrollRegion>
  ),
  th: ({ children }) => <th className="border-b px-2 py-1 text-left font-medium text-quiet">{children}</th>,
  td: ({ children }) => <td className="border-b px-2 py-1">{children}</td>,
};
