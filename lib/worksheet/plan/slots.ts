import type { FormulaType, Precision } from "../../formula/types.ts";
import { type Narrow, type Slot, slotOf } from "./relation.ts";

type Shape = {
  readonly type: FormulaType;
  readonly grain?: Slot["grain"];
  readonly precision?: Precision | undefined;
  readonly narrow?: Narrow | undefined;
};

/** Numbers the values of one statement. A slot made for an expression that only hands a value on keeps how it is held. */
export function createSlots() {
  const known = new Map<string, Slot>();
  return (name: string, shape: Shape | Parameters<typeof slotOf>[0]): Slot => {
    const { type, grain, precision } = shape;
    const handedOn = "kind" in shape ? known.get(slotOf(shape) ?? "") : undefined;
    const narrow = "kind" in shape ? handedOn?.narrow : shape.narrow;
    const slot = { id: `slot:${known.size + 1}`, name, type, grain, precision, narrow };
    known.set(slot.id, slot);
    return slot;
  };
}

export type MakeSlot = ReturnType<typeof createSlots>;
