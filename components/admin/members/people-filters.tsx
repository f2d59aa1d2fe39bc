import { Search } from "lucide-react";
import { classNames } from "#components/ui/class-names";
import { controlClass, Input } from "#components/ui/field";
import type { AccountTypeChoice } from "#lib/contract/members";
import { type MemberState, memberStates, type PeopleFilter } from "./find-people.tsx";

type PeopleFiltersProps = {
  readonly filter: PeopleFilter;
  readonly accountTypes: readonly AccountTypeChoice[];
  readonly onChange: (filter: PeopleFilter) => void;
};

const stateNames: Readonly<Record<MemberState, string>> = {
  active: "Active",
  invited: "Invited",
  expired: "Invitation expired",
  deactivated: "Deactivated",
};

export function PeopleFilters({ filter, accountTypes, onChange }: PeopleFiltersProps) {
  return (
    <search className="mb-3 flex flex-wrap gap-2">
      <div className="relative min-w-0 flex-1 basis-60 sm:max-w-sm">
        <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-quiet" />
        <Input
          type="search"
          aria-label="Search members by name or e-mail"
          placeholder="Search by name or e-mail"
          className="pl-8"
          value={filter.search}
          onChange={(event) => onChange({ ...filter, search: event.target.value })}
        />
      </div>
      <select
        aria-label="State"
        className={classNames(controlClass, "h-8 w-auto min-w-0 flex-1 basis-36 sm:max-w-48")}
        value={filter.state}
        onChange={({ target }) =>
          onChange({ ...filter, state: memberStates.find((state) => state === target.value) ?? "all" })
        }
      >
        <option value="all">Every state</option>
        {memberStates.map((state) => (
          <option key={state} value={state}>
            {stateNames[state]}
          </option>
        ))}
      </select>
      <select
        aria-label="Account type"
        className={classNames(controlClass, "h-8 w-auto min-w-0 flex-1 basis-36 sm:max-w-56")}
        value={filter.accountTypeId}
        onChange={({ target }) => onChange({ ...filter, accountTypeId: target.value })}
      >
        <option value="all">Every account type</option>
        {accountTypes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </search>
  );
}

export function stateName(state: MemberState): string {
  return stateNames[state];
}
