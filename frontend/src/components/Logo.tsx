/** Two interlocking rings. */
export function Logo() {
  const pine = "light-dark(var(--mantine-color-pine-7), var(--mantine-color-pine-4))";
  const berry = "light-dark(var(--mantine-color-berry-5), var(--mantine-color-berry-3))";
  return (
    <svg width="36" height="22" viewBox="0 0 36 22" fill="none" strokeWidth="4" aria-hidden>
      <circle cx="11" cy="11" r="8.5" stroke={pine} />
      <circle cx="25" cy="11" r="8.5" stroke={berry} />
      <path d="M18 5.8A8.5 8.5 0 0 1 18.9 8" stroke={pine} />
    </svg>
  );
}
