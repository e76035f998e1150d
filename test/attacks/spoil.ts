/** How one way of lying writes the parts of an answer; what it does not name stays as it is. */
interface Lie {
  readonly number?: (value: number) => string;
  readonly text?: (value: string, count: number) => string;
  readonly flag?: (value: boolean) => string;
  readonly list?: (items: readonly string[]) => string;
  /** @param isOuter  it is the whole answer, or a member of the list that is. */
  readonly object?: (members: readonly string[], isOuter: boolean) => string;
}

const DEEP = 50_000;
const MANY = 20_000;
const LONG = 20_000;
/** What every object has, or lends to all others. */
const EVERYBODYS = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];
const POISON =
  '"__proto__":{"isAdmin":true,"polluted":true},"constructor":{"prototype":{"polluted":true}}';
export const MARKUP = `"><img src=x onerror="window.spoilt=1"><script>window.spoilt=1</script>`;

const quote = (text: string): string => JSON.stringify(text);
const always = (written: string) => (): string => written;
const leaves = (written: string): Lie => ({
  number: always(written),
  text: always(written),
  flag: always(written),
});
const outer = (more: () => string): Lie => ({
  object: (members, isOuter) => `{${[...members, ...(isOuter ? [more()] : [])].join()}}`,
});

/** Ways to lie in JSON, by what they make of it. rTorrent's XML takes part as far as it has numbers and texts. */
export const LIES: Readonly<Record<string, Lie>> = {
  "endless numbers": { number: always("1e308") },
  "endless negative numbers": { number: always("-1e308") },
  "infinite numbers": { number: always("1e999") },
  "numbers that are none": { number: always("NaN") },
  "negative numbers": { number: (value) => String(-Math.abs(value) - 1) },
  fractions: { number: (value) => String(value + 0.5) },
  "numbers no double holds": { number: always("9007199254740993") },
  "the largest whole numbers": { number: always("9007199254740991") },
  zeros: { number: always("0") },
  "texts for numbers": { number: (value) => quote(String(value)) },
  "numbers for texts": { text: always("7") },
  "nothing for everything": leaves("null"),
  "yes for everything": leaves("true"),
  "lists for everything": leaves('["x"]'),
  "objects for everything": leaves('{"id":1,"name":"x"}'),
  "empty texts": { text: always('""') },
  markup: { text: (value) => quote(`${value}${MARKUP}`) },
  "endless texts": { text: (value) => quote(value + "x".repeat(LONG)) },
  "half of a surrogate pair": { text: (value) => `${quote(value).slice(0, -1)}\\ud83d"` },
  "line breaks and controls": { text: (value) => quote(`\u202e${value}\r\n\u001b[2J\u0000`) },
  "names every object has": {
    text: (_value, at) => quote(EVERYBODYS[at % EVERYBODYS.length] ?? ""),
  },
  "everything twice": { list: (items) => `[${[...items, ...items].join()}]` },
  "empty lists": { list: always("[]") },
  "lists in lists": { list: (items) => `[[${items.join()}]]` },
  "lists of nothing": { list: (items) => `[null,0,"",[],{},${items.join()}]`.replace(",]", "]") },
  "members every object has": { object: (members) => `{${[POISON, ...members].join()}}` },
  "a very deep member": outer(() => `"deep":${"[".repeat(DEEP)}${"]".repeat(DEEP)}`),
  "very many members": outer(() =>
    Array.from({ length: MANY }, (_unused, at) => `"name ${at}":${at}`).join(),
  ),
};

/** A body with a lie in it; what is neither JSON nor XML-RPC stays as it is. */
export function spoilText(text: string, lie: Lie): string {
  if (text.includes("<methodResponse>")) return spoilXml(text, lie);
  let count = 0;
  const write = (value: unknown, depth: number): string => {
    if (typeof value === "number") return lie.number?.(value) ?? String(value);
    if (typeof value === "boolean") return lie.flag?.(value) ?? String(value);
    if (typeof value === "string") return lie.text?.(value, (count += 1)) ?? quote(value);
    if (Array.isArray(value)) {
      const items = value.map((item) => write(item, depth + 1));
      return lie.list?.(items) ?? `[${items.join()}]`;
    }
    if (typeof value !== "object" || value === null) return "null";
    const members = Object.entries(value).map(
      ([name, member]) => `${quote(name)}:${write(member, depth + 2)}`,
    );
    return lie.object?.(members, depth < 2) ?? `{${members.join()}}`;
  };
  try {
    return write(JSON.parse(text), 0);
  } catch {
    return text;
  }
}

function spoilXml(text: string, lie: Lie): string {
  let count = 0;
  const unquoted = (written: string): string => {
    const value: unknown = /^[{["tn]/u.test(written) ? JSON.parse(written) : written;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  const escaped = (plain: string): string =>
    plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return text
    .replaceAll(/<(i[48])>(-?\d+)<\/\1>/gu, (all, type: string, digits: string) =>
      lie.number === undefined
        ? all
        : `<${type}>${escaped(unquoted(lie.number(Number(digits))))}</${type}>`,
    )
    .replaceAll(/<string>([^<]*)<\/string>/gu, (all, value: string) =>
      lie.text === undefined
        ? all
        : `<string>${escaped(unquoted(lie.text(value, (count += 1))))}</string>`,
    );
}
