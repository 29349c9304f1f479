import { SignInForm } from "../../../features/accounts/SignInForm";
import { EntryCard } from "./EntryCard";

const OTHER = {
  question: "New to Tandem?",
  label: "Create an account",
  page: "/register",
} as const;

/** Signing in; `?next=` says where one goes on to. */
export default function SignInPage() {
  return (
    <EntryCard heading="Sign in" other={OTHER}>
      <SignInForm />
    </EntryCard>
  );
}
