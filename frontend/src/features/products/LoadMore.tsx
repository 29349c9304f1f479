import { Button, Center } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";

/** Asks for the next page of the shelf. */
export function LoadMore({ load }: { load: () => Promise<unknown> }) {
  const api = useApi();
  const [loading, setLoading] = useState(false);
  const loadMore = async () => {
    if (loading) return;
    setLoading(true);
    try {
      await load();
    } catch (error) {
      const { title, message } = describeProblem(error, api);
      notifications.show({ id: title, color: "berry", title, message });
    } finally {
      setLoading(false);
    }
  };
  return (
    <Center mt="xl">
      <Button variant="light" size="md" onClick={loadMore} aria-busy={loading}>
        {loading ? "Loading…" : "Load more"}
      </Button>
    </Center>
  );
}
