import { interpret } from "#lib/ai/built-in/interpret/interpret";
import { prepareSource } from "#lib/ai/built-in/source";
import { orders } from "#tests/unit/ai/built-in/orders";
import { compareInTurn, type Measurement, timed } from "./rounds.ts";

const question = "what is the average rating by category and segment in the West last year";

/** How reading a question grows with the columns of the source: 200 more than the orders have, against the orders alone. */
export async function measureReading(rounds: number): Promise<Measurement[]> {
  const more = Array.from({ length: 200 }, (_, index) => ({
    name: `measure_${index}_of_group`,
    type: "number" as const,
    description: "",
  }));
  const wide = prepareSource({ ...orders, columns: [...orders.columns, ...more] });
  const narrow = prepareSource(orders);
  const read = (source: typeof narrow) => () => timed(async () => interpret(question, source, []));
  return [await compareInTurn("reading, 200 columns", rounds, { name: "13 columns", run: read(narrow) }, read(wide))];
}
