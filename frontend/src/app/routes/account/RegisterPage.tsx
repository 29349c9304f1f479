import { RegisterForm } from "../../../features/accounts/RegisterForm";
import { EntryCard } from "./EntryCard";

const OTHER = { question: "Already have an account?", label: "Sign in", page: "/sign-in" } as const;

/** Making an account; `?next=` says where one goes on to. */
export default function RegisterPage() {
  return (
    <EntryCard heading="Create your account" other={OTHER}>
      <RegisterForm />
    </EntryCard>
  );
}
