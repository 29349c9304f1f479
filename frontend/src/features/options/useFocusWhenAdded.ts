import { useEffect, useRef, useState } from "react";

/** For the first field of something that was just added: it takes the focus, so that one can type on. */
export function useFocusWhenAdded({ isNew, name }: { isNew: boolean; name: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [wasAdded] = useState(isNew && name === "");
  useEffect(() => {
    if (wasAdded) field.current?.focus();
  }, [wasAdded]);
  return field;
}
