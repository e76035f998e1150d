import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { FIELD, LABEL } from "./field-style.ts";

/** The password, hidden until asked for. Named as password managers expect it. */
export function PasswordField() {
  const { t } = useLocale();
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div>
      <label htmlFor="password" className={LABEL}>
        {t("login.password")}
      </label>
      <div className="relative">
        <input
          id="password"
          name="password"
          type={isShown ? "text" : "password"}
          autoComplete="current-password"
          required
          maxLength={1024}
          className={`${FIELD} pe-12`}
        />
        <button
          type="button"
          aria-label={t("login.showPassword")}
          aria-pressed={isShown}
          onClick={() => setIsShown(!isShown)}
          className="absolute inset-y-0 end-0 my-auto grid size-11 place-items-center rounded-xl text-muted hover:text-ink"
        >
          <Icon aria-hidden className="size-5" />
        </button>
      </div>
    </div>
  );
}
