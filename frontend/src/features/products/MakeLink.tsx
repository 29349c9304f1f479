import { ActionIcon } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { Link } from "react-router";

/** Leads to where the product is put together: it cannot be bought as it is. */
export function MakeLink({ product }: { product: { id: string; title: string } }) {
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
