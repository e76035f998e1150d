/** Names whose JSON-RPC form is not just the classic one in snake_case. */
const RENAMED: Readonly<Record<string, string>> = { "cache-size-mb": "cache_size_mib" };

/** Every name met so far: the same few dozen come with every torrent. */
const spelled = new Map<string, string>();

/** `hashString`, `download-dir` and `isUTP` as `hash_string`, `download_dir` and `is_utp`. */
export function snakeCase(name: string): string {
  const known = spelled.get(name) ?? RENAMED[name];
  if (known !== undefined) return known;
  const snake = name
    .replaceAll("-", "_")
    .replaceAll(/([a-z])([A-Z]+)/g, "$1_$2")
    .toLowerCase();
  spelled.set(name, snake);
  return snake;
}

/** The same value with every member name, all the way down, in snake_case. */
export function snakeCaseDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCaseDeep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [snakeCase(name), snakeCaseDeep(one)]),
  );
}
