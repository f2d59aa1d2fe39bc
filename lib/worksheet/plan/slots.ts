import type { Precision } from "../../formula/types.ts";
import type { Slot } from "./relation.ts";

type Shape = Pick<Slot, "type"> & {
  readonly grain?: Slot["grain"];
  readonly precision?: Precision | undefined;
};

/** Numbers the values of one statement. */
export function createSlots() {
  let count = 0;
  return (name: string, { type, grain, precision }: Shape): Slot => {
    count += 1;
    return { id: `slot:${count}`, name, type, grain, precision };
  };
}

export type MakeSlot = ReturnType<typeof createSlots>;
