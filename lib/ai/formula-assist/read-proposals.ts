import "server-only";
import {
  type FormulaAnswer,
  type FormulaProposal,
  formulaAnswerSchema,
  formulaProposalSchema,
} from "#lib/contract/formula-model";

/** Reads a streamed answer: each proposal as soon as its object is closed, without parsing the text again at every piece. */
export type ProposalReader = {
  push(delta: string): readonly FormulaProposal[];
  /** The whole answer; null: it was no JSON of the wanted form. Proposals that `push` gave are among its candidates. */
  end(): FormulaAnswer | null;
};

export function createProposalReader(): ProposalReader {
  let text = "";
  let depth = 0;
  let start = -1;
  let isText = false;
  let isEscaped = false;

  const read = (sign: string, position: number): FormulaProposal | null => {
    if (isText) {
      if (isEscaped) isEscaped = false;
      else if (sign === "\\") isEscaped = true;
      else if (sign === '"') isText = false;
      return null;
    }
    if (sign === '"') isText = true;
    if (sign === "{") {
      depth += 1;
      if (depth === 2) start = position;
    }
    if (sign !== "}") return null;
    depth -= 1;
    return depth === 1 ? (formulaProposalSchema.safeParse(parse(text.slice(start, position + 1))).data ?? null) : null;
  };

  return {
    push(delta) {
      const from = text.length;
      text += delta;
      const found: FormulaProposal[] = [];
      for (let position = from; position < text.length; position += 1) {
        const proposal = read(text.charAt(position), position);
        if (proposal !== null) found.push(proposal);
      }
      return found;
    },
    end() {
      const first = text.indexOf("{");
      const last = text.lastIndexOf("}");
      return formulaAnswerSchema.safeParse(parse(text.slice(first, last + 1))).data ?? null;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
