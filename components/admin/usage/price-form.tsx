"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { Input } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import type { ActionResult } from "#lib/contract/action";
import { type PricedModel, type Prices, pricesSchema } from "#lib/contract/usage";
import { useAdminAction } from "../sign-in-again.tsx";
import { showModel, showProvider } from "./figures.tsx";

type Typed = { readonly input: string; readonly output: string };

type PriceFormProps = {
  readonly prices: readonly PricedModel[];
  readonly changePrices: (prices: Prices) => Promise<ActionResult<void>>;
};

/** What each model costs here; blank: its list price, where there is one. */
export function PriceForm({ prices, changePrices }: PriceFormProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>(() =>
    Object.fromEntries(
      prices.map(({ model, own }) => [
        model,
        { input: own?.input.toString() ?? "", output: own?.output.toString() ?? "" },
      ]),
    ),
  );
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly message: string } | null>(null);
  const save = useAdminAction(changePrices);
  if (prices.length === 0)
    return <p className="text-quiet">No external model was called yet. The built-in model costs nothing.</p>;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const entered = readPrices(typed);
    if (entered === null)
      return setOutcome({
        ok: false,
        message: "Enter both prices of a model as numbers of US dollars, or leave both blank.",
      });
    const result = await save.run(entered);
    setOutcome(
      result.ok
        ? { ok: true, message: "Prices saved. They hold for calls from now on." }
        : { ok: false, message: result.error.message },
    );
  };
  const set = (model: string, change: Partial<Typed>): void =>
    setTyped({ ...typed, [model]: { input: "", output: "", ...typed[model], ...change } });
  return (
    <form onSubmit={submit} noValidate className="max-w-form space-y-4">
      {outcome !== null && <Notice tone={outcome.ok ? "positive" : "danger"}>{outcome.message}</Notice>}
      <table className="w-full text-left">
        <thead>
          <tr className="border-b text-quiet text-sm">
            <th scope="col" className="py-1.5 pr-4 font-normal">
              Model
            </th>
            <th scope="col" className="w-28 py-1.5 pr-3 font-normal">
              Input
            </th>
            <th scope="col" className="w-28 py-1.5 font-normal">
              Output
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {prices.map(({ model, provider, list }) => (
            <tr key={`${provider} ${model}`}>
              <th scope="row" className="py-2 pr-4 text-left font-normal [overflow-wrap:anywhere]">
                {showModel(model)}
                <span className="block text-quiet text-sm">
                  {showProvider(provider)} ·{" "}
                  {list === null ? "no price known" : `list price ${list.input} and ${list.output}`}
                </span>
              </th>
              <td className="py-2 pr-3">
                <Input
                  aria-label={`Input price of ${model}`}
                  inputMode="decimal"
                  placeholder={list?.input.toString()}
                  value={typed[model]?.input ?? ""}
                  onChange={(event) => set(model, { input: event.target.value })}
                />
              </td>
              <td className="py-2">
                <Input
                  aria-label={`Output price of ${model}`}
                  inputMode="decimal"
                  placeholder={list?.output.toString()}
                  value={typed[model]?.output ?? ""}
                  onChange={(event) => set(model, { output: event.target.value })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button type="submit" pending={save.isPending}>
        Save prices
      </Button>
    </form>
  );
}

/** Null when something is no price. */
function readPrices(typed: Readonly<Record<string, Typed>>): Prices | null {
  const entered = Object.entries(typed).filter(([, { input, output }]) => `${input}${output}`.trim() !== "");
  const numbers = entered.map(([model, { input, output }]) => [
    model,
    { input: numberOf(input), output: numberOf(output) },
  ]);
  return pricesSchema.safeParse(Object.fromEntries(numbers)).data ?? null;
}

function numberOf(text: string): number | null {
  const trimmed = text.trim().replace(",", ".");
  return /^\d+(\.\d+)?$|^\.\d+$/.test(trimmed) ? Number(trimmed) : null;
}
