"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Notice } from "#components/ui/notice";
import { Page } from "#components/ui/page";
import type { MemberItem, MembersPageData } from "#lib/contract/members";
import { SignInAgain, useAdminAction } from "../sign-in-again.tsx";
import { everybody, findPeople } from "./find-people.tsx";
import { MemberDialogs } from "./member-dialogs.tsx";
import { MemberTable } from "./member-table.tsx";
import type { MembersActions, MemberTask } from "./members-actions.tsx";
import { PeopleFilters } from "./people-filters.tsx";

export type MembersViewProps = MembersPageData & {
  readonly actions: MembersActions;
  /** Of the admin, for entering the password again. */
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
};

export function MembersView(props: MembersViewProps) {
  return (
    <SignInAgain email={props.email}>
      <Members {...props} />
    </SignInAgain>
  );
}

type Outcome = { readonly tone: "positive" | "danger"; readonly text: string };

function Members({ members, invitations, accountTypes, actions, locale, timeZone }: MembersViewProps) {
  const [filter, setFilter] = useState(everybody);
  const [task, setTask] = useState<MemberTask | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const renewing = useAdminAction(actions.renewInvitation);
  const reactivating = useAdminAction(actions.reactivate);
  const people = findPeople(members, invitations, filter);
  const begin = (next: MemberTask) => {
    setOutcome(null);
    setTask(next);
  };
  const renew = async (invitationId: string) => {
    setOutcome(null);
    const result = await renewing.run(invitationId);
    if (result.ok) setTask({ kind: "link", thing: "invitation", link: result.data });
    else setOutcome({ tone: "danger", text: result.error.message });
  };
  const reactivate = async ({ id, name }: MemberItem) => {
    setOutcome(null);
    const result = await reactivating.run(id);
    setOutcome(
      result.ok
        ? { tone: "positive", text: `${name} is active again and can sign in with the password they had.` }
        : { tone: "danger", text: result.error.message },
    );
  };
  return (
    <Page
      title="Members"
      description="Who is in your organization, and what each may do by their account type. Askbook sends no mail: you pass on the links made here."
      actions={
        <Button variant="primary" onClick={() => begin({ kind: "invite" })}>
          <UserPlus />
          Invite
        </Button>
      }
    >
      {outcome !== null && (
        <Notice tone={outcome.tone} className="mb-4">
          {outcome.text}
        </Notice>
      )}
      <PeopleFilters filter={filter} accountTypes={accountTypes} onChange={setFilter} />
      <p role="status" className="nums mb-2 text-quiet text-sm">
        {describeCount(people.length, members.length + invitations.length, locale)}
      </p>
      {people.length === 0 ? (
        <EmptyState
          title="Nobody matches"
          actions={<Button onClick={() => setFilter(everybody)}>Show everybody</Button>}
        >
          Nobody has this name or e-mail address in this state.
        </EmptyState>
      ) : (
        <MemberTable
          people={people}
          locale={locale}
          timeZone={timeZone}
          onTask={begin}
          onRenew={(invitationId) => void renew(invitationId)}
          onReactivate={(member) => void reactivate(member)}
        />
      )}
      <MemberDialogs
        task={task}
        data={{ members, invitations, accountTypes }}
        actions={actions}
        locale={locale}
        timeZone={timeZone}
        onTask={setTask}
        onDone={(text) => setOutcome({ tone: "positive", text })}
      />
    </Page>
  );
}

function describeCount(shown: number, all: number, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  const people = all === 1 ? "1 person" : `${number.format(all)} people`;
  return shown === all ? people : `${number.format(shown)} of ${people}`;
}
