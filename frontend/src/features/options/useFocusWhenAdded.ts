import { useEffect, useRef, useState } from "react";

/** Focuses the first field of a newly added item. */
export function useFocusWhenAdded({ isNew, name }: { isNew: boolean; name: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [wasAdded] = useState(isNew && name === "");
  useEffect(() => {
    if (wasAdded) field.current?.focus();
  }, [wasAdded]);
  return field;
}
