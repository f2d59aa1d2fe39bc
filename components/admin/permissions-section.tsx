import Link from "next/link";
import { Section } from "#components/ui/page";
import type { AiSettings } from "#lib/contract/ai-settings";

/** Which account types may use which AI features. */
export function PermissionsSection({ permissions }: Pick<AiSettings, "permissions">) {
  return (
    <Section
      title="Permissions"
      description={
        <>
          Who may use AI features follows from the account type. Without the permission a feature is neither shown nor
          served. Change them on the page{" "}
          <Link href="/admin/account-types" className="underline">
            Account types
          </Link>
          .
        </>
      }
    >
      <div className="max-w-form overflow-x-auto">
        <table className="w-full text-left">
          <thead>
            <tr className="border-b text-quiet text-sm">
              <th scope="col" className="py-1.5 pr-4 font-normal">
                Account type
              </th>
              <th scope="col" className="py-1.5 font-normal">
                AI features
              </th>
            </tr>
          </thead>
          <tbody className="divide-y">
            {permissions.map(({ accountType, features }) => (
              <tr key={accountType}>
                <th scope="row" className="py-2 pr-4 align-top font-medium">
                  {accountType}
                </th>
                <td className="py-2">
                  {features.length === 0 ? <span className="text-quiet">None</span> : features.join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
