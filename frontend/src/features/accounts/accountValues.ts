/** The values of the profile fields, as the user typed them. */
export interface ProfileValues extends Record<string, string> {
  username: string;
  email: string;
  firstName: string;
  lastName: string;
}

/** Combining marks are allowed after a letter, as in Hindi and Thai. */
const USERNAME =
  /^[\p{L}\p{N}_.@+-][\p{L}\p{M}\p{N}_.@+-]*( [\p{L}\p{N}_.@+-][\p{L}\p{M}\p{N}_.@+-]*)*$/u;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PASSWORD_LENGTH = { least: 6, most: 128 };

/**
 * The rules for passwords that the app checks. The service also rejects common passwords. Letters of scripts without case
 * count as both upper-case and lower-case letters.
 */
export const PASSWORD_RULES = [
  { label: "6 to 128 characters", isMet: (text: string) => hasLength(text) },
  {
    label: "At least one digit",
    missing: "a digit",
    isMet: (text: string) => /\p{Nd}/u.test(text),
  },
  {
    label: "At least one upper-case letter",
    missing: "an upper-case letter",
    isMet: (text: string) => /[\p{Lu}\p{Lt}\p{Lo}]/u.test(text),
  },
  {
    label: "At least one lower-case letter",
    missing: "a lower-case letter",
    isMet: (text: string) => /[\p{Ll}\p{Lo}]/u.test(text),
  },
];

/** The number of characters as the service counts them: an emoji is one character. */
function lengthOf(text: string): number {
  return [...text].length;
}

function hasLength(password: string): boolean {
  const length = lengthOf(password);
  return length >= PASSWORD_LENGTH.least && length <= PASSWORD_LENGTH.most;
}

/** The error message for a required field. */
export function requiredError(text: string, what: string): string | null {
  return text === "" ? `Enter ${what}.` : null;
}

function usernameError(username: string): string | null {
  if (username === "") return "Enter a username.";
  if (lengthOf(username) > 50) return "Use at most 50 characters.";
  if (USERNAME.test(username)) return null;
  return "Use only letters, digits, single spaces and the characters . _ - + @.";
}

function emailError(email: string): string | null {
  if (email === "") return "Enter an email address.";
  if (lengthOf(email) > 254) return "Use at most 254 characters.";
  return EMAIL.test(email) ? null : "Enter a valid email address, such as ada@example.org.";
}

function nameError(name: string): string | null {
  return lengthOf(name) > 100 ? "Use at most 100 characters." : null;
}

/** The error message for a password. It must not be one of `known`, such as the username. */
export function passwordError(password: string, known: readonly string[]): string | null {
  if (password === "") return "Enter a password.";
  if (!hasLength(password)) return "Use 6 to 128 characters.";
  const missing = PASSWORD_RULES.filter((rule) => rule.missing && !rule.isMet(password));
  if (missing.length > 0) {
    return `Your password needs ${missing.map((rule) => rule.missing).join(", ")}.`;
  }
  const taken = known.some((text) => text.toLowerCase() === password.toLowerCase());
  return taken ? "Your password can't be the same as your username or email address." : null;
}

/** Removes leading and trailing spaces. */
export function normalise({ username, email, firstName, lastName }: ProfileValues) {
  return {
    username: username.trim(),
    email: email.trim(),
    firstName: firstName.trim(),
    lastName: lastName.trim(),
  };
}

/** Validates a profile by the rules of the service, so that most errors are shown before it is submitted. */
export function validateProfile(typed: ProfileValues) {
  const { username, email, firstName, lastName } = normalise(typed);
  return {
    username: usernameError(username),
    email: emailError(email),
    firstName: nameError(firstName),
    lastName: nameError(lastName),
  };
}

/** The fields with a changed value. */
export function changedFields(before: ProfileValues, typed: ProfileValues): Partial<ProfileValues> {
  const changed = Object.entries(normalise(typed)).filter(
    ([field, text]) => text !== before[field],
  );
  return Object.fromEntries(changed);
}
