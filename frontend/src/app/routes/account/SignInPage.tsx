import { SignInForm } from "../../../features/accounts/SignInForm";
import { AuthPage } from "./AuthPage";

const OTHER = {
  question: "New to Tandem?",
  label: "Create an account",
  page: "/register",
} as const;

/** The sign-in page. `?next=` is the path to open afterwards. */
export default function SignInPage() {
  return (
    <AuthPage heading="Sign in" other={OTHER}>
      <SignInForm />
    </AuthPage>
  );
}
