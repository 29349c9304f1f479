import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { type LineOption, productAddress } from "./lineOptions";

interface LineTitleProps {
  line: {
    title: string;
    productId: string;
    product?: object | null;
    configuration: readonly LineOption[];
  };
}

/** The title of a line. Links to the product with the same options selected, if the product is still available. */
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
