import { notifications } from "@mantine/notifications";
import { screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { dialog, field, fill, press } from "../../testing/forms";
import { renderPart } from "../../testing/render";
import { DeleteAccountDialog } from "./DeleteAccountDialog";
import { RoleDialog } from "./RoleDialog";

function open(part: ReactNode, answers: Answers) {
  const service = fakeService(answers);
  renderPart(part, { link: service.link, api: "admin" });
  return service;
}

afterEach(() => notifications.clean());

describe("the dialog that deletes the account", () => {
  const onClose = vi.fn();
  const part = <DeleteAccountDialog onClose={onClose} />;

  it("deletes nothing without the password", async () => {
    const { sent } = open(part, {});
    await press("Delete my account");
    expect(dialog().getByText("Enter your password.")).toBeTruthy();
    expect(document.activeElement).toBe(field(/^Password/));
    expect(sent("DeleteAccount")).toHaveLength(0);
  });

  it("shows a wrong password at its field", async () => {
    const deleteAccount = { __typename: "WrongPassword", message: "This is not your password." };
    open(part, { DeleteAccount: () => ({ deleteAccount }) });
    await fill(/^Password/, "wrong");
    await press("Delete my account");
    expect(await dialog().findByText("This is not your password.")).toBeTruthy();
  });

  it("shows an error for the last administrator", async () => {
    const deleteAccount = { __typename: "LastAdmin", message: "This is the last administrator." };
    open(part, { DeleteAccount: () => ({ deleteAccount }) });
    await fill(/^Password/, "Velvet7");
    await press("Delete my account");
    expect((await dialog().findByRole("alert")).textContent).toBe(
      "This is the last administrator.",
    );
  });

  it("ends the session after the account was deleted", async () => {
    const deleteAccount = { __typename: "DeleteAccountSuccess" };
    open(part, { DeleteAccount: () => ({ deleteAccount }) });
    await fill(/^Password/, "Velvet7");
    await press("Delete my account");
    expect(await screen.findByText("Account deleted")).toBeTruthy();
  });
});

describe("the dialog that changes a role", () => {
  const onClose = vi.fn();
  const user = { id: "7", name: "ada", isMe: false };
  const part = <RoleDialog user={user} newRole="STAFF" onClose={onClose} />;

  afterEach(() => onClose.mockClear());

  it("changes nothing without confirmation", async () => {
    const { sent } = open(part, {});
    await press("Cancel");
    expect(onClose).toHaveBeenCalled();
    expect(sent("SetRole")).toHaveLength(0);
  });

  it("changes the role", async () => {
    const role = { __typename: "SetRoleSuccess", user: null };
    const { sent } = open(part, { SetRole: () => ({ setRole: role }) });
    await press("Change role");
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent("SetRole")[0]?.variables).toEqual({ input: { userId: "7", role: "STAFF" } });
  });

  it("stays open and shows an error for the last administrator", async () => {
    const refusal = { __typename: "LastAdmin", message: "This is the last administrator." };
    open(part, { SetRole: () => ({ setRole: refusal }) });
    await press("Change role");
    expect((await dialog().findByRole("alert")).textContent).toBe(
      "This is the last administrator.",
    );
    expect(onClose).not.toHaveBeenCalled();
  });

  it("stays open and shows the error when the service is unavailable", async () => {
    open(part, { SetRole: unreachable });
    await press("Change role");
    expect((await dialog().findByRole("alert")).textContent).toMatch(
      "The account and catalogue service is temporarily unavailable",
    );
    expect(onClose).not.toHaveBeenCalled();
  });
});
