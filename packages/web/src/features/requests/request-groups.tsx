import type { OmbiRequestsResponse } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { TYPES } from "./request-options.ts";
import { RequestCard } from "./request-card.tsx";
import { REQUEST_GRID } from "./request-style.ts";

interface RequestGroupsProps {
  readonly requests: OmbiRequestsResponse["requests"];
  readonly isEveryone: boolean;
}

/** Movies and series, each in the order the server gave. */
export function RequestGroups({ requests, isEveryone }: RequestGroupsProps) {
  const { t, format } = useLocale();
  return (
    <div className="grid gap-9">
      {TYPES.filter((type) => requests[type].length > 0).map((type) => (
        <section key={type} aria-labelledby={`requests-${type}`}>
          <h2
            id={`requests-${type}`}
            className="mb-3 flex items-baseline gap-2.5 text-lg font-bold"
          >
            {t(`requests.type.${type}`)}
            <span className="text-sm font-semibold text-muted tabular-nums">
              {format.number(requests[type].length)}
            </span>
          </h2>
          <ul className={REQUEST_GRID}>
            {requests[type].map((request) => (
              <RequestCard
                key={`${request.instanceId}/${request.id}`}
                request={request}
                showsRequester={isEveryone}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
