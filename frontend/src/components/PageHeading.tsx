import { Title } from "@mantine/core";
import { useEffect, useRef } from "react";

let isFirstPage = true;

/**
 * The h1 heading of the page and the document title. It receives the focus after navigation, so that screen readers
 * announce the new page and Tab continues from there. It does not receive the focus when the document is first opened.
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
