"use client";

import { Search } from "lucide-react";
import { memo, useDeferredValue, useState } from "react";
import { EmptyState } from "#components/ui/empty-state";
import { Input } from "#components/ui/field";
import { type FunctionCategory, functionCategories } from "#lib/formula/functions/definition";
import { FunctionEntry } from "./function-entry.tsx";
import type { FunctionHelp } from "./function-help.tsx";
import { searchFunctions } from "./search-functions.tsx";

type FunctionReferenceProps = {
  readonly functions: readonly FunctionHelp[];
  readonly onTry?: ((example: string) => void) | undefined;
};

const categoryNames: Readonly<Record<FunctionCategory, string>> = {
  operator: "Operators",
  aggregate: "Aggregate",
  array: "Array",
  date: "Date",
  financial: "Financial",
  join: "Join",
  logical: "Logical",
  math: "Math",
  system: "System",
  text: "Text",
  type: "Type",
  window: "Window",
};

/** Every function, by category or by the words that are looked for. */
export const FunctionReference = memo(function FunctionReference({ functions, onTry }: FunctionReferenceProps) {
  const [words, setWords] = useState("");
  const found = searchFunctions(functions, useDeferredValue(words));
  const categories = functionCategories.filter((category) => functions.some((one) => one.category === category));
  const isSearching = words.trim() !== "";
  return (
    <section aria-label="Functions" className="md:grid md:grid-cols-[10rem_minmax(0,1fr)] md:gap-10">
      <Categories categories={categories} functions={functions} />
      <div className="min-w-0">
        <div className="sticky top-12 z-10 -mx-1 bg-canvas px-1 py-3">
          <div className="relative">
            <Search aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-quiet" />
            <Input
              type="search"
              aria-label="Search functions"
              placeholder="Search functions"
              value={words}
              onChange={(event) => setWords(event.target.value)}
              className="pl-8"
            />
          </div>
          <p role="status" className="sr-only">
            {isSearching ? `${found.length} functions found` : ""}
          </p>
        </div>
        {found.length === 0 && (
          <EmptyState title="No function found">
            Nothing here has “{words}” in its name or description. Try another word, such as “month” or “rank”.
          </EmptyState>
        )}
        {isSearching
          ? found.map((about) => <FunctionEntry key={about.name} about={about} onTry={onTry} />)
          : categories.map((category) => (
              <section
                key={category}
                id={`category-${category}`}
                aria-labelledby={`name-${category}`}
                className="scroll-mt-28"
              >
                <h2 id={`name-${category}`} className="mt-6 border-b pb-2 font-semibold text-lg">
                  {categoryNames[category]}
                </h2>
                {functions
                  .filter((one) => one.category === category)
                  .map((about) => (
                    <FunctionEntry key={about.name} about={about} onTry={onTry} />
                  ))}
              </section>
            ))}
      </div>
    </section>
  );
});

type CategoriesProps = {
  readonly categories: readonly FunctionCategory[];
  readonly functions: readonly FunctionHelp[];
};

function Categories({ categories, functions }: CategoriesProps) {
  return (
    <nav aria-label="Categories" className="hidden md:block">
      <ul className="sticky top-16 space-y-0.5 py-3">
        {categories.map((category) => (
          <li key={category}>
            <a
              href={`#category-${category}`}
              className="flex items-baseline justify-between rounded-sm px-2 py-1 text-quiet hover:bg-text/5 hover:text-text"
            >
              {categoryNames[category]}
              <span className="nums text-xs">{functions.filter((one) => one.category === category).length}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
