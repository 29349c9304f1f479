import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useLocation } from "react-router";
import { describe, expect, it } from "vitest";
import { fakeService, unreachable } from "../../testing/fakeService";
import { fakeStreams } from "../../testing/fakeStreams";
import { renderPart } from "../../testing/render";
import { Configurator } from "./Configurator";
import { useConfigurator } from "./useConfigurator";

const SYNCED_AT = "2026-05-10T12:00:00Z";
const NAMES = ["Vanilla", "Carrot", "Neon"];

function option(selected: string[], id: string) {
  const isChosen = selected.includes(id);
  const isBlocked = id === "3" && selected.includes("2");
  const block = {
    __typename: "ConfigurationBlock",
    message: "Carrot can only be combined with Vanilla.",
    remedy: "Remove Carrot to select this.",
  };
  return {
    __typename: "ConfigurationOption",
    id,
    name: NAMES[Number(id) - 1],
    picture: null,
    text: "",
    priceDifference: "0.00",
    state: isBlocked ? "BLOCKED" : isChosen ? "CHOSEN" : "AVAILABLE",
    blocks: isBlocked ? [block] : [],
    without: [],
    next: isChosen
      ? selected.filter((other) => other !== id)
      : [...selected.filter((other) => other === "9" && !isBlocked), id],
  };
}

function group(id: string, name: string, maxChoices: number, options: object[]) {
  return { __typename: "ConfigurationGroup", id, name, required: true, maxChoices, options };
}

/** The response for a cake with two bodies and a frosting that excludes one of them. */
function answer(selected: string[]) {
  const configuration = {
    __typename: "Configuration",
    selected,
    valid: selected.length === 2,
    price: `${selected.length}.00`,
    syncedAt: SYNCED_AT,
    problems: [],
    layers: [],
    groups: [
      group("1", "Body", 1, [option(selected, "1"), option(selected, "2")]),
      group("2", "Frosting", 2, [option(selected, "3")]),
    ],
  };
  return { product: { __typename: "Product", id: "7", version: 1, configuration } };
}

function Page() {
  const configurator = useConfigurator("7");
  return (
    <>
      <p>{useLocation().search || "no options"}</p>
      <p>{configurator.isCurrent ? "current" : "loading"}</p>
      <Configurator configurator={configurator} image="/cake.svg">
        {() => null}
      </Configurator>
    </>
  );
}

function open(address = "/shop/7") {
  const service = fakeService({
    Configuration: ({ variables }) => answer(variables.selected as string[]),
  });
  const streams = fakeStreams(service.link);
  renderPart(<Page />, { link: streams.link, address });
  return { ...service, push: streams.push };
}

/** A subscription message with the version of the product and the time of its last options change. */
function productChange(version: number, syncedAt: string) {
  const configuration = { __typename: "Configuration", syncedAt };
  const product = { __typename: "Product", id: "7", version, configuration };
  return { productCopyChanged: { __typename: "ProductChange", id: "7", product } };
}

const radio = (name: string) => screen.findByRole<HTMLInputElement>("radio", { name });
const checkbox = (name: string) => screen.findByRole<HTMLInputElement>("checkbox", { name });

describe("the configurator", () => {
  it("starts with the selection in the URL", async () => {
    open("/shop/7?options=1");
    expect((await radio("Vanilla")).checked).toBe(true);
    expect(screen.getByText("€1.00")).toBeTruthy();
  });

  it("shows a click immediately and stores it in the URL", async () => {
    open();
    await userEvent.click(await radio("Carrot"));
    expect((await radio("Carrot")).checked).toBe(true);
    expect(await screen.findByText("?options=2")).toBeTruthy();
    expect(await screen.findByText("current")).toBeTruthy();
  });

  it("applies quick clicks to the response of the previous one", async () => {
    const { sent } = open("/shop/7?options=1");
    const [carrot, neon] = [await radio("Carrot"), await checkbox("Neon")];
    await screen.findByText("current");
    act(() => {
      carrot.click();
      neon.click();
    });
    // Carrot excludes Neon, which was still available at the second click.
    await waitFor(() => expect(screen.getByText("current")).toBeTruthy());
    expect(screen.getByText("?options=2")).toBeTruthy();
    expect((await checkbox("Neon")).checked).toBe(false);
    expect(sent("Configuration").at(-1)?.variables.selected).toEqual(["2"]);
  });

  it("explains a blocked option and can switch to it", async () => {
    open("/shop/7?options=2");
    const neon = await checkbox("Neon");
    expect(neon.getAttribute("aria-disabled")).toBe("true");
    const reason = document.getElementById(neon.getAttribute("aria-describedby") ?? "");
    expect(reason?.textContent).toBe(
      "Carrot can only be combined with Vanilla. Remove Carrot to select this.",
    );

    await userEvent.click(neon);
    expect(neon.checked).toBe(false);
    await userEvent.click(screen.getByRole("button", { name: "Switch to Neon" }));
    expect(await screen.findByText("?options=3")).toBeTruthy();
    expect(document.activeElement).toBe(neon);
  });

  it.each([
    ["refetches when the options change", productChange(1, "2026-05-10T13:00:00Z"), 2],
    ["refetches when the product changes", productChange(2, SYNCED_AT), 2],
    ["does not refetch after a like", productChange(1, SYNCED_AT), 1],
  ])("%s", async (_, state, times) => {
    const { sent, push } = open("/shop/7?options=1");
    await screen.findByText("current");
    act(() => push("ConfigurationLive", state));
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    expect(sent("Configuration")).toHaveLength(times);
  });

  it("keeps its data while the shop is unavailable", async () => {
    const service = open("/shop/7?options=1");
    await screen.findByText("current");
    service.answers.Configuration = unreachable;
    await userEvent.click(await radio("Carrot"));
    expect(screen.getByText("loading")).toBeTruthy();
    expect((await radio("Carrot")).checked).toBe(true);
    expect(screen.getByText("€1.00")).toBeTruthy();
  });

  it("starts over", async () => {
    open("/shop/7?options=1");
    await radio("Vanilla");
    await userEvent.click(screen.getByRole("button", { name: "Start over" }));
    expect(await screen.findByText("no options")).toBeTruthy();
  });
});
