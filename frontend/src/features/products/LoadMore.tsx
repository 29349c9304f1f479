import { Button, Center } from "@mantine/core";
import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { showProblem } from "../../components/showProblem";

/** The button that loads the next page of the list. */
export function LoadMore({ load }: { load: () => Promise<unknown> }) {
  const api = useApi();
  const [loading, setLoading] = useState(false);
  const loadMore = async () => {
    if (loading) return;
    setLoading(true);
    try {
      await load();
    } catch (error) {
      showProblem(describeProblem(error, api));
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
