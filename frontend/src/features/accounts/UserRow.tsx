import { Badge, NativeSelect, Table, Text } from "@mantine/core";
import { formatDate } from "../../components/format";
import { type FragmentType, graphql, readFragment } from "../../gql/admin";
import { type Role, ROLE_NAMES, ROLE_OPTIONS, toRole } from "./roles";
import classes from "./UserTable.module.css";

const userFragment = graphql(`
  fragment UserRow_user on User {
    id
    username
    firstName
    lastName
    email
    role
    createdAt
  }
`);

interface UserRowProps {
  user: FragmentType<typeof userFragment>;
  isMe: boolean;
  /** Called with the selected role; null if the viewer may not change roles. */
  onChooseRole: ((role: Role) => void) | null;
}

/** A row of the user table. On phones, values without a column are shown below the username. */
export function UserRow({ user: masked, isMe, onChooseRole }: UserRowProps) {
  const { username, firstName, lastName, email, role, createdAt } = readFragment(
    userFragment,
    masked,
  );
  const name = `${firstName} ${lastName}`.trim();
  const choose = (text: string) => {
    const chosen = toRole(text);
    if (chosen && chosen !== role) onChooseRole?.(chosen);
  };
  return (
    <Table.Tr>
      <Table.Th scope="row" role="rowheader" className={classes.name}>
        {username}{" "}
        {isMe && (
          <Badge variant="light" tt="none">
            You
          </Badge>
        )}
        {[name, email].filter(Boolean).map((text) => (
          <Text key={text} span size="xs" c="dimmed" className={classes.narrow}>
            {text}
          </Text>
        ))}
      </Table.Th>
      <Table.Td className={classes.wide}>{name || "–"}</Table.Td>
      <Table.Td className={`${classes.wide} ${classes.email}`}>{email ?? "–"}</Table.Td>
      <Table.Td className={classes.wide}>{formatDate(createdAt)}</Table.Td>
      <Table.Td className={classes.role}>
        {onChooseRole ? (
          <NativeSelect
            className={classes.select}
            aria-label={`Role of ${username}`}
            data={ROLE_OPTIONS}
            value={role}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        ) : (
          ROLE_NAMES[role]
        )}
      </Table.Td>
    </Table.Tr>
  );
}
