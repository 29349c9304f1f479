import { RegisterForm } from "../../../features/accounts/RegisterForm";
import { AuthPage } from "./AuthPage";

const OTHER = { question: "Already have an account?", label: "Sign in", page: "/sign-in" } as const;

/** The registration page. `?next=` is the path to open afterwards. */
export default function RegisterPage() {
  return (
    <AuthPage heading="Create your account" other={OTHER}>
      <RegisterForm />
    </AuthPage>
  );
}
