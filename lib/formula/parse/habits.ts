import type { Diagnostic } from "../diagnostic.ts";
import { branchHabits } from "./habits/branches.ts";
import type { Habit } from "./habits/habit.ts";
import { punctuationHabits } from "./habits/punctuation.ts";
import { sqlHabits } from "./habits/sql.ts";
import { maximumDiagnostics } from "./limits.ts";
import type { TokenRow } from "./row.ts";
import { isSymbol } from "./tokens.ts";

const habits: readonly Habit[] = [...punctuationHabits, ...sqlHabits, ...branchHabits];

/** What people bring along from spreadsheets and SQL, with the change that makes it a formula. */
export function findHabits(row: TokenRow): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [index, token] of row.tokens.entries()) {
    // What stands after a dot is the name of a field, whatever it says.
    if (token.kind === "word" && isSymbol(row.tokens[index - 1], ".")) continue;
    for (const find of habits) {
      const diagnostic = find(row, index, token);
      if (diagnostic !== null) found.push(diagnostic);
    }
    if (found.length >= maximumDiagnostics) break;
  }
  return found;
}
