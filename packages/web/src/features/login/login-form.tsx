import type { SubmitEvent } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useSignIn } from "../session/use-session.ts";
import { FIELD, LABEL } from "./field-style.ts";
import { loginProblem } from "./login-problem.ts";
import { PasswordField } from "./password-field.tsx";

interface LoginFormProps {
  readonly onSignedIn: () => void;
}

/** Name, password, remember me. The fields stay as typed when it fails. */
export function LoginForm({ onSignedIn }: LoginFormProps) {
  const { t, format } = useLocale();
  const signIn = useSignIn();
  const problem = signIn.isError ? loginProblem(signIn.error, t, format) : null;

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    signIn.mutate(
      {
        username: textOf(fields, "username"),
        password: textOf(fields, "password"),
        rememberMe: fields.has("rememberMe"),
      },
      { onSuccess: onSignedIn },
    );
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      {problem !== null && !signIn.isPending && (
        <Notice tone="failed" isAlert>
          {problem}
        </Notice>
      )}
      <div>
        <label htmlFor="username" className={LABEL}>
          {t("login.name")}
        </label>
        <input
          id="username"
          name="username"
          type="text"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
          maxLength={256}
          className={FIELD}
        />
      </div>
      <PasswordField />
      <label className="-my-1 flex min-h-11 cursor-pointer items-center gap-3 text-sm">
        <input type="checkbox" name="rememberMe" className="size-5 accent-accent" />
        {t("login.remember")}
      </label>
      <Button look="primary" type="submit" disabled={signIn.isPending} className="min-h-12">
        {t(signIn.isPending ? "login.submitting" : "login.submit")}
      </Button>
    </form>
  );
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value : "";
}
