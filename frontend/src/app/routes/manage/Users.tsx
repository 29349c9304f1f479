import { Button } from "@mantine/core";
import { IconUserSearch } from "@tabler/icons-react";
import { useDeferredValue, useState } from "react";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { EmptyState } from "../../../components/EmptyState";
import { countShown } from "../../../components/format";
import { Notice } from "../../../components/Notice";
import { Pager } from "../../../components/Pager";
import { pageArguments, pageLinks } from "../../../components/paging";
import { useListAddress } from "../../../components/useListAddress";
import { REFRESH_MS } from "../../../config";
import { useMe } from "../../../features/accounts/MeProvider";
import { RoleDialog } from "../../../features/accounts/RoleDialog";
import type { Role } from "../../../features/accounts/roles";
import { readUserList, toUserArguments, writeUserList } from "../../../features/accounts/userList";
import { UserRow } from "../../../features/accounts/UserRow";
import { UserTable } from "../../../features/accounts/UserTable";
import { graphql } from "../../../gql/admin";
import { UserControls } from "./UserControls";

const UsersPageQuery = graphql(`
  query UsersPage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $filter: UserFilter
    $orderBy: UserOrder
  ) {
    users(
      first: $first
      after: $after
      last: $last
      before: $before
      filter: $filter
      orderBy: $orderBy
    ) {
      edges {
        node {
          id
          username
          ...UserRow_user
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

interface RoleChoice {
  user: { id: string; username: string };
  role: Role;
}

/** The table of users for the current URL. Administrators can change roles. */
export function Users() {
  const { me } = useMe();
  const { params, list, change, goTo } = useListAddress(readUserList, writeUserList);
  const [choice, setChoice] = useState<RoleChoice | null>(null);
  const shown = useDeferredValue(params);
  const variables = { ...pageArguments(shown), ...toUserArguments(readUserList(shown)) };
  const { data, problem } = usePageQuery(UsersPageQuery, variables, REFRESH_MS.manage);
  const { edges, pageInfo, totalCount } = data.users;
  const { previous, next } = pageLinks(params, pageInfo);
  const mayChoose = me?.role === "ADMIN";

  return (
    <div className="refetching-content" aria-busy={shown !== params}>
      {problem && <Notice>{problem.title}. Some information may be out of date.</Notice>}
      <UserControls list={list} onChange={change} />
      <p role="status" className="result-count">
        {countShown(edges.length, totalCount, "user")}
      </p>
      {edges.length === 0 ? (
        <EmptyState
          Icon={IconUserSearch}
          title="No users found"
          action={<Button onClick={() => change({ search: "", role: null })}>Clear filters</Button>}
        >
          Try a different search term or role.
        </EmptyState>
      ) : (
        <UserTable>
          {edges.map(({ node }) => (
            <UserRow
              key={node.id}
              user={node}
              isMe={node.id === me?.id}
              onChooseRole={mayChoose ? (role) => setChoice({ user: node, role }) : null}
            />
          ))}
        </UserTable>
      )}
      <Pager onPrevious={previous && (() => goTo(previous))} onNext={next && (() => goTo(next))} />
      {choice && (
        <RoleDialog
          user={{
            id: choice.user.id,
            name: choice.user.username,
            isMe: choice.user.id === me?.id,
          }}
          newRole={choice.role}
          onClose={() => setChoice(null)}
        />
      )}
    </div>
  );
}
