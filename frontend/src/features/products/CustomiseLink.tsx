import { ActionIcon } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { Link } from "react-router";

/** Links to the page on which the product can be configured. It cannot be bought without selecting options. */
export function CustomiseLink({ product }: { product: { id: string; title: string } }) {
  return (
    <ActionIcon
      component={Link}
      to={`/shop/${product.id}`}
      variant="subtle"
      size={40}
      radius="xl"
      mr={-8}
      aria-label={`Customise ${product.title}`}
    >
      <IconAdjustments size={22} aria-hidden />
    </ActionIcon>
  );
}
