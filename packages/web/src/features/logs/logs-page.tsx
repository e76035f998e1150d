import { useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useState } from "react";

import { useApi } from "../../api/api-context.tsx";
import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { Choice } from "../../ui/choice.tsx";
import { ListFailed } from "../../ui/list-trouble.tsx";
import { Message } from "../../ui/message.tsx";
import { SettingLine } from "../../ui/setting-line.tsx";
import { debugQuery } from "./debug-query.ts";
import { LogView } from "./log-view.tsx";
import { LOG_SOURCES, type LogSource } from "./use-log.ts";

/** The logs of the server and of browsers, live, while they are switched on. */
export function LogsPage() {
  const { t } = useAdminLocale();
  const api = useApi();
  const [source, setSource] = useState<LogSource>("server");
  const debug = useQuery(debugQuery(api));
  if (debug.data === undefined) {
    return debug.isError ? (
      <ListFailed onRetry={() => void debug.refetch()} />
    ) : (
      <p className="animate-breathe text-muted">{t("logs.connecting")}</p>
    );
  }
  if (!debug.data.enabled) {
    return (
      <Message icon={ScrollText} title={t("logs.off.title")} text={t("logs.off.text")}>
        <SettingLine setting="ENABLE_LOG_STREAM=true" />
      </Message>
    );
  }
  return (
    <LogView key={source} source={source}>
      <Choice
        legend={t("logs.source")}
        name="log-source"
        value={source}
        onChange={setSource}
        options={LOG_SOURCES.map((value) => ({ value, content: t(`logs.${value}`) }))}
      />
    </LogView>
  );
}
