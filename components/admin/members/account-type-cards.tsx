import { RadioCards } from "#components/ui/radio-cards";
import type { AccountTypeChoice } from "#lib/contract/members";

type AccountTypeCardsProps = {
  readonly accountTypes: readonly AccountTypeChoice[];
  readonly value: string;
  readonly onChange: (accountTypeId: string) => void;
};

export function AccountTypeCards({ accountTypes, value, onChange }: AccountTypeCardsProps) {
  return (
    <RadioCards
      legend="Account type"
      name="account-type"
      value={value}
      onChange={onChange}
      options={accountTypes.map(({ id, name, description }) => ({
        value: id,
        label: name,
        ...(description === "" ? {} : { description }),
      }))}
    />
  );
}
