import { CopyButton } from "./copy-button.tsx";

/** A line of settings to be put where sofarr is started, easy to copy. */
export function SettingLine({ setting }: { readonly setting: string }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 flex-1 rounded-lg bg-raised px-3 py-2 font-mono text-xs wrap-anywhere">
        {setting}
      </code>
      <CopyButton text={() => setting} />
    </div>
  );
}
