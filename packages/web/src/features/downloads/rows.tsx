import type { GroupLayout } from "../../state/layout.ts";
import { AwaitedRow } from "./awaited-row.tsx";
import { CARD } from "./card-style.ts";
import { DownloadRow } from "./download-row.tsx";
import { useAwaited } from "./use-awaited.ts";

/** A group of the list as rows: much at a glance, for those who look after everyone's. */
export function Rows({ layout }: { readonly layout: GroupLayout }) {
  return (
    <ul className={`divide-y divide-line ${CARD}`}>
      {layout.group === "asked" ? (
        <AwaitedRows ids={layout.keys} />
      ) : (
        layout.keys.map((key) => <DownloadRow key={key} downloadKey={key} />)
      )}
    </ul>
  );
}

function AwaitedRows({ ids }: { readonly ids: readonly string[] }) {
  return useAwaited(ids).map((awaited) => <AwaitedRow key={awaited.id} awaited={awaited} />);
}
