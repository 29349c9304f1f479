import { Anchor } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "react-router";
import { lastListAddress } from "./listMemory";

interface BackLinkProps {
  /** The path of the list. */
  list: string;
  children: string;
}

/** Links to a list with the search, filters, order and page that it last had in this tab. */
export function BackLink({ list, children }: BackLinkProps) {
  return (
    <Anchor component={Link} to={lastListAddress(list)} fw={500} w="fit-content">
      <IconArrowLeft size={18} aria-hidden className="inline-icon" /> {children}
    </Anchor>
  );
}
