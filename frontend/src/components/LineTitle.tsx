import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { type Chosen, productAddress } from "./chosen";

interface LineTitleProps {
  line: {
    title: string;
    productId: string;
    product?: object | null;
    configuration: readonly Chosen[];
  };
}

/** What a line of an order is called; leads to the product, put together so, for as long as it is sold. */
export function LineTitle({ line }: LineTitleProps) {
  const { title, productId, product, configuration } = line;
  const style = { fw: 600, inherit: true, style: { overflowWrap: "anywhere" } } as const;
  if (!product) return <Text {...style}>{title}</Text>;
  const address = productAddress(
    productId,
    configuration.map(({ optionId }) => optionId),
  );
  return (
    <Anchor component={Link} to={address} c="inherit" {...style}>
      {title}
    </Anchor>
  );
}
