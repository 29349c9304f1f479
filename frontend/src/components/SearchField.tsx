import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";

const PAUSE_MS = 300;

interface SearchFieldProps {
  label: string;
  /** The searched fields. */
  placeholder: string;
  value: string;
  onSearch: (text: string) => void;
}

/** A search field. It calls `onSearch` a moment after the last keystroke. */
export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState({ text: value, of: value });
  if (typed.of !== value)
    setTyped({ text: value === typed.text.trim() ? typed.text : value, of: value });

  const search = useDebouncedCallback((text: string) => onSearch(text.trim()), PAUSE_MS);
  const input = useRef<HTMLInputElement>(null);
  const type = (text: string) => {
    setTyped({ text, of: value });
    search(text);
  };
  const clear = () => {
    type("");
    input.current?.focus();
  };
  return (
    <TextInput
      ref={input}
      type="search"
      label={label}
      placeholder={placeholder}
      maxLength={100}
      value={typed.text}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={typed.text && <CloseButton aria-label="Clear search" onClick={clear} />}
    />
  );
}
