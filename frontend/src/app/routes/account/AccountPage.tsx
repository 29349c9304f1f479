import { Button, Skeleton, Stack } from "@mantine/core";
import { useState } from "react";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { Notice } from "../../../components/Notice";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { REFRESH_MS } from "../../../config";
import { AccountSection } from "../../../features/accounts/AccountSection";
import { DeleteAccountDialog } from "../../../features/accounts/DeleteAccountDialog";
import { PasswordForm } from "../../../features/accounts/PasswordForm";
import { ProfileForm } from "../../../features/accounts/ProfileForm";
import { graphql } from "../../../gql/admin";

const AccountPageQuery = graphql(`
  query AccountPage {
    me {
      id
      username
      ...ProfileForm_user
    }
  }
`);

function Account() {
  const { data, problem } = usePageQuery(AccountPageQuery, {}, REFRESH_MS.me);
  const [isDeleting, setDeleting] = useState(false);
  if (!data.me) return null;
  return (
    <Stack gap="lg">
      {problem && <Notice>{problem.title}. Some information may be out of date.</Notice>}
      <AccountSection title="Profile" text="Only you and our staff can see these details.">
        <ProfileForm user={data.me} />
      </AccountSection>
      <AccountSection
        title="Password"
        text="Changing your password signs you out on all other devices."
      >
        <PasswordForm username={data.me.username} />
      </AccountSection>
      <AccountSection
        title="Delete account"
        text="Permanently delete your account and personal details."
      >
        <Button variant="light" color="berry" onClick={() => setDeleting(true)}>
          Delete account
        </Button>
      </AccountSection>
      {isDeleting && <DeleteAccountDialog onClose={() => setDeleting(false)} />}
    </Stack>
  );
}

function AccountSkeleton() {
  return (
    <Stack gap="lg" maw="44rem" role="status" aria-label="Loading your account">
      <Skeleton height={390} radius="lg" />
      <Skeleton height={330} radius="lg" />
    </Stack>
  );
}

/** The account of the signed-in user: profile, password and account deletion. */
export default function AccountPage() {
  return (
    <ServiceProvider api="admin">
      <Stack gap="lg">
        <PageHeading>Your account</PageHeading>
        <QueryBoundary skeleton={<AccountSkeleton />}>
          <Account />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
