import { ActionIcon, Button, MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { Link, MemoryRouter } from "react-router";
import { describe, expect, it, vi } from "vitest";
import { theme } from "./theme";

const page = (content: ReactNode) => (
  <MantineProvider theme={theme} env="test">
    <h1 tabIndex={-1}>Page</h1>
    {content}
  </MantineProvider>
);
const button = () => screen.getByRole<HTMLButtonElement>("button");

describe("a button that is busy or disabled", () => {
  it.each([
    ["loading", <Button key="a" loading />, <Button key="a" />],
    ["disabled", <Button key="a" disabled />, <Button key="a" />],
    ["a loading icon", <ActionIcon key="a" aria-label="Do" loading />, <ActionIcon key="a" />],
  ])("keeps the focus: %s", (_, busy, idle) => {
    const { rerender } = render(page(idle));
    act(() => button().focus());
    rerender(page(busy));
    expect(button().disabled).toBe(false);
    expect(button().getAttribute("aria-disabled")).toBe("true");
    expect(document.activeElement).toBe(button());
  });

  it("ignores clicks", async () => {
    const press = vi.fn<() => void>();
    const { rerender } = render(page(<Button loading onClick={press} />));
    await userEvent.click(button());
    rerender(page(<Button onClick={press} />));
    await userEvent.click(button());
    expect(press).toHaveBeenCalledOnce();
  });

  it("does not let Enter submit the form", async () => {
    const submit = vi.fn<() => void>();
    render(
      page(
        <form aria-label="Form" onSubmit={submit}>
          <input aria-label="Name" />
          <Button type="submit" loading />
        </form>,
      ),
    );
    await userEvent.type(screen.getByLabelText("Name"), "x{Enter}");
    expect(submit).not.toHaveBeenCalled();
    fireEvent.submit(screen.getByRole("form"));
    expect(submit).toHaveBeenCalledOnce();
  });
});

describe("a button that is removed while it has the focus", () => {
  it("moves the focus to the page heading", async () => {
    const { rerender } = render(page(<Button>Try again</Button>));
    act(() => button().focus());
    rerender(page(<p>Here it is</p>));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("heading")));
  });

  it("does not take the focus from another element", async () => {
    const { rerender } = render(page(<Button>Edit</Button>));
    act(() => button().focus());
    rerender(page(<input aria-label="Name" ref={(input) => input?.focus()} />));
    await new Promise((resolve) => setTimeout(resolve));
    expect(document.activeElement).toBe(screen.getByLabelText("Name"));
  });
});

it("a button that is a link stays a link", () => {
  render(
    page(
      <MemoryRouter>
        <Button component={Link} to="/basket">
          Basket
        </Button>
      </MemoryRouter>,
    ),
  );
  expect(screen.getByRole("link").getAttribute("href")).toBe("/basket");
});
