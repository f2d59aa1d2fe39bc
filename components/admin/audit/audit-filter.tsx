import Link from "next/link";
import { Button } from "#components/ui/button";
import { SelectField, TextField } from "#components/ui/field";
import { type AuditFilter, auditOutcomes } from "#lib/contract/audit";
import { describeAction, outcomeLabels } from "./words.tsx";

type AuditFilterFormProps = {
  readonly filter: AuditFilter;
  readonly people: readonly string[];
  readonly actions: readonly string[];
  readonly isFiltered: boolean;
};

/** A plain form: works without scripts, and the address can be kept. */
export function AuditFilterForm({ filter, people, actions, isFiltered }: AuditFilterFormProps) {
  const options = {
    person: [
      { value: "", label: "Everybody" },
      ...people.map((person) => ({ value: person, label: person === "system" ? "The system" : person })),
    ],
    action: [
      { value: "", label: "Everything" },
      ...actions.map((action) => ({ value: action, label: describeAction(action) })),
    ],
    outcome: [
      { value: "", label: "Any" },
      ...auditOutcomes.map((outcome) => ({ value: outcome, label: outcomeLabels[outcome] })),
    ],
  };
  return (
    <form
      action="/admin/audit"
      // Made anew when the address changes: the fields hold what the address says.
      key={JSON.stringify(filter)}
      className="mb-5 grid grid-cols-2 items-end gap-x-3 gap-y-3 sm:grid-cols-3 lg:grid-cols-6 xl:grid-cols-[repeat(6,minmax(0,1fr))_auto]"
    >
      <SelectField label="Person" name="person" defaultValue={filter.person ?? ""} options={options.person} />
      <SelectField label="Action" name="action" defaultValue={filter.action ?? ""} options={options.action} />
      <SelectField label="Outcome" name="outcome" defaultValue={filter.outcome ?? ""} options={options.outcome} />
      <TextField label="From" type="date" name="from" defaultValue={filter.from} />
      <TextField label="To" type="date" name="to" defaultValue={filter.to} />
      <TextField
        label="Text"
        type="search"
        name="text"
        defaultValue={filter.text}
        maxLength={200}
        placeholder="Anywhere in it"
      />
      <div className="col-span-2 flex items-center gap-4 sm:col-span-3 lg:col-span-6 xl:col-span-1">
        <Button type="submit">Filter</Button>
        {isFiltered && (
          <Link href="/admin/audit" className="text-accent underline-offset-2 hover:underline">
            Show everything
          </Link>
        )}
      </div>
    </form>
  );
}
