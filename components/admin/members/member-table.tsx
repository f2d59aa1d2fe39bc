import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge";
import { classNames } from "#components/ui/class-names";
import type { MemberItem } from "#lib/contract/members";
import { type Listed, type MemberState, stateOf } from "./find-people.tsx";
import { InvitationMenu, MemberMenu } from "./member-menus.tsx";
import type { MemberTask } from "./members-actions.tsx";
import { stateName } from "./people-filters.tsx";

type MemberTableProps = {
  readonly people: readonly Listed[];
  readonly locale: string;
  readonly timeZone: string;
  readonly onTask: (task: MemberTask) => void;
  readonly onRenew: (invitationId: string) => void;
  readonly onReactivate: (member: MemberItem) => void;
};

const wide = "hidden md:table-cell";

/** On narrow screens what the columns would say stands under the name. */
export function MemberTable({ people, ...row }: MemberTableProps) {
  return (
    <div className="rounded-md border bg-surface">
      <table className="w-full table-fixed text-sm md:table-auto">
        <thead className="text-left text-quiet text-xs">
          <tr className="border-b">
            <Head>Person</Head>
            <Head className={wide}>Account type</Head>
            <Head className={wide}>Last seen</Head>
            <Head className={wide}>State</Head>
            <th scope="col" className="w-12 px-2 py-2 font-medium">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {people.map((listed) => (
            <PersonRow
              key={listed.kind === "member" ? listed.member.id : listed.invitation.id}
              listed={listed}
              {...row}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <th scope="col" className={classNames("px-3 py-2 font-medium", className)}>
      {children}
    </th>
  );
}

type PersonRowProps = Omit<MemberTableProps, "people"> & { readonly listed: Listed };

function PersonRow({ listed, locale, timeZone, onTask, onRenew, onReactivate }: PersonRowProps) {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const { email, accountTypeName } = listed.kind === "member" ? listed.member : listed.invitation;
  const seen = listed.kind === "member" ? listed.member.lastSeenAt : null;
  const lastSeen = seen === null ? "Never" : day.format(new Date(seen));
  const state = <StateBadge state={stateOf(listed)} />;
  const until =
    listed.kind === "invitation" && !listed.invitation.isExpired
      ? `The link holds until ${day.format(new Date(listed.invitation.expiresAt))}`
      : null;
  return (
    <tr className="align-top">
      <th scope="row" className="px-3 py-2.5 text-left font-normal md:w-2/5">
        {listed.kind === "member" && (
          <span className="block font-medium text-base [overflow-wrap:anywhere]">
            {listed.member.name}
            {listed.member.isSelf && <span className="font-normal text-quiet text-sm"> (you)</span>}
          </span>
        )}
        <span
          className={classNames(
            "block [overflow-wrap:anywhere]",
            listed.kind === "member" ? "text-quiet" : "font-medium text-base",
          )}
        >
          {email}
        </span>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-quiet md:hidden">
          {state}
          <span className="nums">
            {accountTypeName}
            {listed.kind === "member" && ` · ${seen === null ? "never seen" : `seen ${lastSeen}`}`}
          </span>
        </span>
        {until !== null && <span className="mt-0.5 block text-quiet">{until}</span>}
      </th>
      <td className={classNames("px-3 py-2.5", wide)}>{accountTypeName}</td>
      <td className={classNames("nums px-3 py-2.5 text-quiet", wide)}>{lastSeen}</td>
      <td className={classNames("px-3 py-2.5", wide)}>{state}</td>
      <td className="px-2 py-2 text-right">
        {listed.kind === "member" ? (
          <MemberMenu member={listed.member} onTask={onTask} onReactivate={onReactivate} />
        ) : (
          <InvitationMenu invitation={listed.invitation} onTask={onTask} onRenew={onRenew} />
        )}
      </td>
    </tr>
  );
}

const stateTones = { active: "neutral", invited: "accent", expired: "warning", deactivated: "danger" } as const;

function StateBadge({ state }: { readonly state: MemberState }) {
  return <Badge tone={stateTones[state]}>{stateName(state)}</Badge>;
}
