import { ActionIcon, Button, Group, Table, Text } from "@mantine/core";
import { IconAdjustments, IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "react-router";
import { RelativeTime } from "../../components/RelativeTime";
import { formatCategory, formatPrice } from "../../components/format";
import { ProductPicture } from "../../components/ProductPicture";
import { type FragmentType, graphql, readFragment } from "../../gql/admin";
import { LOW_STOCK } from "./catalogueList";
import classes from "./ProductTable.module.css";

const productFragment = graphql(`
  fragment ProductRow_product on Product {
    id
    title
    image
    sku
    category
    price
    likes
    stock
    reservedStock
    updatedAt
  }
`);

interface ProductRowProps {
  product: FragmentType<typeof productFragment>;
  onAdjust: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** A row of the product table. On phones, values without a column are shown below the title. */
export function ProductRow({ product: masked, onAdjust, onEdit, onDelete }: ProductRowProps) {
  const product = readFragment(productFragment, masked);
  return (
    <Table.Tr className={classes.row}>
      <Table.Td className={classes.thumbnail}>
        <ProductPicture image={product.image} size={44} />
      </Table.Td>
      <Table.Th scope="row" role="rowheader" className={classes.title}>
        {product.title}
        <Text span size="xs" c="dimmed" className={classes.narrow}>
          <span className={classes.phone}>{formatPrice(product.price)} · </span>
          {product.sku} · {formatCategory(product.category)}
        </Text>
      </Table.Th>
      <Table.Td className={classes.wide}>{product.sku}</Table.Td>
      <Table.Td className={classes.wide}>{formatCategory(product.category)}</Table.Td>
      <Table.Td className={classes.price}>{formatPrice(product.price)}</Table.Td>
      <Table.Td className={classes.number}>
        <Button
          variant="default"
          size="compact-sm"
          c={product.stock < LOW_STOCK ? "var(--mantine-color-error)" : undefined}
          aria-label={`Adjust the stock of ${product.title}: ${product.stock}`}
          onClick={onAdjust}
        >
          {product.stock}
        </Button>
        <Text span size="xs" c="dimmed" className={classes.phone}>
          in stock
        </Text>
        {product.reservedStock > 0 && (
          <Text span size="xs" c="dimmed" className={classes.reserved}>
            {product.reservedStock} reserved
          </Text>
        )}
      </Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{product.likes}</Table.Td>
      <Table.Td className={`${classes.wide} ${classes.when}`}>
        <RelativeTime at={product.updatedAt} />
      </Table.Td>
      <Table.Td className={classes.actions}>
        <Group gap={0} wrap="nowrap" justify="flex-end">
          <ActionIcon
            component={Link}
            to={`/manage/products/${product.id}/options`}
            variant="subtle"
            size={36}
            aria-label={`Edit options for ${product.title}`}
          >
            <IconAdjustments size={20} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={`Edit ${product.title}`}
            onClick={onEdit}
          >
            <IconPencil size={20} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="berry"
            size={36}
            aria-label={`Delete ${product.title}`}
            onClick={onDelete}
          >
            <IconTrash size={20} aria-hidden />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
