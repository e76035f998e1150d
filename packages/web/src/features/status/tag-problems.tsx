import type { TagProblem } from "@sofarr/contract";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { SettingLine } from "../../ui/setting-line.tsx";
import { CARD } from "../downloads/card-style.ts";
import { userTagsExample } from "./user-tags-example.ts";

/** Labels that do not mean exactly one person, and the setting that would make them. */
export function TagProblems({ problems }: { readonly problems: readonly TagProblem[] }) {
  const { t } = useAdminLocale();
  if (problems.length === 0) return <p className="-mt-2.5 text-muted">{t("status.tagsFine")}</p>;
  return (
    <>
      <p className="-mt-2.5 mb-4 max-w-prose text-pretty text-muted">{t("status.tagsText")}</p>
      <ul className="grid gap-3.5 lg:grid-cols-2 lg:gap-5">
        {problems.map((problem) => (
          <ProblemCard key={problem.label} problem={problem} />
        ))}
      </ul>
    </>
  );
}

function ProblemCard({ problem }: { readonly problem: TagProblem }) {
  const { t, format } = useAdminLocale();
  const { label, users } = problem;
  const example = userTagsExample(problem);
  return (
    <li className={`grid content-start gap-2 p-4 text-sm ${CARD}`}>
      <h3 className="text-base leading-snug font-bold wrap-anywhere">{label}</h3>
      <p>
        {users.length === 0
          ? t("status.tagFitsNobody")
          : t("status.tagFits", { names: format.list(users) })}
      </p>
      <div className="mt-1 grid gap-2">
        <p>
          {example.name === null
            ? t("status.tagExampleNobody")
            : t("status.tagExample", { name: example.name })}
        </p>
        <SettingLine setting={example.setting} />
      </div>
    </li>
  );
}
