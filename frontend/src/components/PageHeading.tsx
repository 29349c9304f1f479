import { Title } from "@mantine/core";
import { useEffect, useRef } from "react";

let isFirstPage = true;

/**
 * The page's one heading and its title in the browser. After a change of page it takes the focus, so that a screen
 * reader reads where one has come to and Tab goes on from there; not when the document has just been opened.
 */
export function PageHeading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return (
    <>
      <title>{`${children} · Tandem`}</title>
      <Title order={1} ref={heading} tabIndex={-1}>
        {children}
      </Title>
    </>
  );
}
