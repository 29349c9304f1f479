import { Button, Group, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { DraftNotice } from "../../components/DraftNotice";
import { type FragmentType, graphql, readFragment } from "../../gql/admin";
import { changedFields, normalise, type ProfileValues, validateProfile } from "./accountValues";
import { FormAlert } from "./FormAlert";
import { DONE } from "./outcome";
import { ProfileFields } from "./ProfileFields";
import { useAccountForm } from "./useAccountForm";
import { useUpdateProfile } from "./useUpdateProfile";

const userFragment = graphql(`
  fragment ProfileForm_user on User {
    id
    username
    email
    firstName
    lastName
  }
`);

const DRAFT = { name: "profile", label: "your profile" };

/** A form to edit the profile of the signed-in user. */
export function ProfileForm({ user: masked }: { user: FragmentType<typeof userFragment> }) {
  const { username, email, firstName, lastName } = readFragment(userFragment, masked);
  const saved: ProfileValues = { username, email: email ?? "", firstName, lastName };
  const update = useUpdateProfile();

  const send = async (values: ProfileValues) => {
    const changes = changedFields(saved, values);
    return Object.keys(changes).length === 0 ? DONE : update(changes);
  };
  const onDone = (values: ProfileValues) => {
    form.setValues(normalise(values));
    notifications.show({ title: "Profile saved", message: "Your changes have been saved." });
  };
  const { form, message, submit, draft } = useAccountForm({
    initial: saved,
    draft: DRAFT,
    validate: validateProfile,
    send,
    onDone,
  });

  return (
    <form onSubmit={submit} noValidate aria-label="Profile">
      <Stack gap="md">
        <DraftNotice draft={draft} />
        <ProfileFields getInputProps={form.getInputProps} />
        <FormAlert message={message} />
        <Group justify="flex-end">
          <Button type="submit" loading={form.submitting}>
            Save profile
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
