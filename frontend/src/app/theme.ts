import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";
import { FocusableButton } from "../components/FocusableButton";

const pine: MantineColorsTuple = [
  "#edf7f1",
  "#d8ebe1",
  "#b0d6c3",
  "#83c0a1",
  "#5fad86",
  "#479f74",
  "#2a8059",
  "#1f6e4c",
  "#17573c",
  "#0e422c",
];

const berry: MantineColorsTuple = [
  "#fdeef2",
  "#f8dae3",
  "#efb3c5",
  "#e78aa5",
  "#e0678a",
  "#d84a74",
  "#c62f5d",
  "#ab214c",
  "#931a41",
  "#741232",
];

const honey: MantineColorsTuple = [
  "#fdf4e2",
  "#f8e6c3",
  "#f0cd88",
  "#e9b44c",
  "#e0a02a",
  "#c98a17",
  "#a87010",
  "#85570b",
  "#6b4508",
  "#4f3205",
];

/** Warm greys. */
const gray: MantineColorsTuple = [
  "#faf6ee",
  "#f5efe4",
  "#ece4d6",
  "#e0d6c5",
  "#cfc4b1",
  "#a89d8c",
  "#6f665a",
  "#5f574c",
  "#423c34",
  "#2a2620",
];

/** Warm greys for dark mode. */
const dark: MantineColorsTuple = [
  "#ece7de",
  "#d0cac0",
  "#aea79b",
  "#9a9387",
  "#59544c",
  "#454139",
  "#37332d",
  "#1f1d19",
  "#191714",
  "#12110e",
];

/** The theme: pine green, berry, honey and warm greys. */
export const theme = createTheme({
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { pine, berry, honey, gray, dark },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  components: {
    ActionIcon: { defaultProps: { component: FocusableButton } },
    Button: { defaultProps: { component: FocusableButton } },
    // On phones, table rows are displayed as cards. A different `display` value removes the table roles, so set them here.
    Table: { defaultProps: { role: "table" } },
    TableThead: { defaultProps: { role: "rowgroup" } },
    TableTbody: { defaultProps: { role: "rowgroup" } },
    TableTr: { defaultProps: { role: "row" } },
    TableTh: { defaultProps: { role: "columnheader" } },
    TableTd: { defaultProps: { role: "cell" } },
    // A <header> in a dialog would be a second banner landmark.
    ModalHeader: { defaultProps: { component: "div" } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } },
  },
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontWeight: "750",
    sizes: {
      h1: { fontSize: "clamp(1.6rem, 4.5vw, 2.25rem)", lineHeight: "1.15" },
      h2: { fontSize: "1.25rem", lineHeight: "1.3" },
    },
  },
});

const ACCENTS = { pine, berry, honey };

/** The light variants of the accent colours: a tinted background with readable text of the same colour. */
function tints(background: (shades: MantineColorsTuple) => string, text: 2 | 8) {
  const entries = Object.entries(ACCENTS).flatMap(([name, shades]) => [
    [`--mantine-color-${name}-light`, background(shades)],
    [`--mantine-color-${name}-light-color`, shades[text]],
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The tints for both colour schemes. Fixed values are in colours.css. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: tints((shades) => shades[1], 8),
  dark: {
    ...tints((shades) => `color-mix(in srgb, ${shades[5]} 22%, transparent)`, 2),
    "--mantine-color-gray-light": dark[5],
    "--mantine-color-gray-light-color": dark[0],
  },
});
