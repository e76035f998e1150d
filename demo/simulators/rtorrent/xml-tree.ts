/** One element: its text is what stands directly inside it, joined. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const TOKEN = /<\?[^]*?\?>|<!--[^]*?-->|<(\/?)([A-Za-z][\w.]*)\s*(\/?)>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/**
 * Reads the plain XML of XML-RPC: elements without attributes, text, comments. No document types.
 *
 * @throws SyntaxError for anything else, and for tags that do not match.
 */
export function parseXml(source: string): XmlElement {
  const root: OpenElement = { name: "", children: [], text: "" };
  const open: OpenElement[] = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(source);
    if (token === null) throw new SyntaxError(`not well-formed at ${at}`);
    const [, closing, name, selfClosing, text] = token;
    const current = open.at(-1) ?? root;
    if (text !== undefined) {
      current.text += unescapeXml(text);
    } else if (name !== undefined) {
      if (closing === "/") {
        if (current.name !== name || open.length === 1) throw new SyntaxError(`stray </${name}>`);
        open.pop();
      } else {
        const element: OpenElement = { name, children: [], text: "" };
        current.children.push(element);
        if (selfClosing !== "/") open.push(element);
      }
    }
  }
  const [document, ...more] = root.children;
  if (document === undefined || more.length > 0 || open.length > 1 || root.text.trim() !== "") {
    throw new SyntaxError("not one whole element");
  }
  return document;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);|&/gi, (whole, entity: string | undefined) => {
    if (entity === undefined) throw new SyntaxError("stray &");
    if (!entity.startsWith("#")) {
      const plain = ENTITIES[entity];
      if (plain === undefined) throw new SyntaxError(`unknown entity ${whole}`);
      return plain;
    }
    const isHex = entity[1] === "x" || entity[1] === "X";
    return String.fromCodePoint(Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10));
  });
}
