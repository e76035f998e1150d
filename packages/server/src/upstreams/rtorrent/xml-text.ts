/**
 * The text of an element, as it stands between its tags, made plain: entities and CDATA resolved, comments gone,
 * control characters dropped. An entity nobody knows is left as it is written.
 *
 * @param hasMarkup there is an ampersand, a comment or CDATA in it.
 */
export function plainXmlText(raw: string, hasMarkup: boolean): string {
  const text = hasMarkup ? raw.replaceAll(MARKUP, resolve) : raw;
  return text.replaceAll(CONTROL_CHARACTERS, "").toWellFormed();
}

/** Text fit to stand between two tags. */
export function escapeXmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const CONTROL_CHARACTERS = /\p{Cc}+/gu;
const MARKUP =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[([^]*?)(?:\]\]>|$)|&(?:#x([0-9a-f]{1,8})|#(\d{1,9})|(\w{1,8}));/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

function resolve(
  all: string,
  cdata?: string,
  hex?: string,
  decimal?: string,
  name?: string,
): string {
  if (cdata !== undefined) return cdata;
  if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
  if (decimal !== undefined) return characterOf(Number(decimal));
  if (name === undefined) return "";
  return (Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined) ?? all;
}

function characterOf(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "\ufffd";
}
