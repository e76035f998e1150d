/** What XML-RPC carries; integers of every width become numbers, binary stays base64 text. */
export type XmlRpcValue =
  | string
  | number
  | readonly XmlRpcValue[]
  | { readonly [name: string]: XmlRpcValue };

/** A request document. Only what the rig's readings need: texts, whole numbers, lists and structs. */
export function encodeCall(method: string, params: readonly XmlRpcValue[]): string {
  const list = params.map((value) => `<param>${encodeValue(value)}</param>`).join("");
  return `<?xml version="1.0"?><methodCall><methodName>${escape(method)}</methodName><params>${list}</params></methodCall>`;
}

/** @throws Error with the fault's own text, or when the document has no value. */
export function decodeAnswer(document: string): XmlRpcValue {
  const tokens = [...document.matchAll(/<[^>]*>|[^<]+/gu)].map((match) => match[0]);
  const start = tokens.indexOf("<value>");
  if (start === -1) throw new Error(`no XML-RPC answer: ${document.slice(0, 200)}`);
  const value = new ValueReader(tokens, start).value();
  if (tokens.includes("<fault>")) throw new Error(`XML-RPC fault: ${JSON.stringify(value)}`);
  return value;
}

function encodeValue(value: XmlRpcValue): string {
  if (typeof value === "string") return `<value><string>${escape(value)}</string></value>`;
  if (typeof value === "number") return `<value><i4>${value}</i4></value>`;
  if (Array.isArray(value)) {
    const items = (value as readonly XmlRpcValue[]).map(encodeValue).join("");
    return `<value><array><data>${items}</data></array></value>`;
  }
  const members = Object.entries(value as Readonly<Record<string, XmlRpcValue>>).map(
    ([name, member]) => `<member><name>${escape(name)}</name>${encodeValue(member)}</member>`,
  );
  return `<value><struct>${members.join("")}</struct></value>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
};

function unescape(text: string): string {
  return text.replaceAll(/&(#x|#|)(\w+);/giu, (whole, form: string, name: string) => {
    if (form === "") return ENTITIES[name] ?? whole;
    return String.fromCodePoint(Number.parseInt(name, form === "#" ? 10 : 16));
  });
}

/** Walks the tags of one value; white space between tags is nothing. */
class ValueReader {
  readonly #tokens: readonly string[];
  #at: number;

  constructor(tokens: readonly string[], at: number) {
    this.#tokens = tokens;
    this.#at = at;
  }

  value(): XmlRpcValue {
    this.#expect("<value>");
    const token = this.#tokens[this.#at] ?? "";
    let result: XmlRpcValue;
    if (token === "</value>") result = "";
    else if (!token.startsWith("<") && this.#tokens[this.#at + 1] === "</value>") {
      result = unescape(this.#next());
    } else {
      this.#skipSpace();
      result = this.#typed(this.#next().slice(1, -1));
      this.#skipSpace();
    }
    this.#expect("</value>");
    return result;
  }

  #typed(type: string): XmlRpcValue {
    if (type.endsWith("/")) return "";
    if (type === "array") return this.#array();
    if (type === "struct") return this.#struct();
    const text = this.#tokens[this.#at]?.startsWith("<") === true ? "" : unescape(this.#next());
    this.#expect(`</${type}>`);
    return ["i4", "int", "i8", "ex:i8", "boolean", "double"].includes(type) ? Number(text) : text;
  }

  #array(): readonly XmlRpcValue[] {
    const items: XmlRpcValue[] = [];
    this.#skipSpace();
    if (this.#next() !== "<data/>") {
      while (this.#peek() === "<value>") items.push(this.value());
      this.#expect("</data>");
    }
    this.#skipSpace();
    this.#expect("</array>");
    return items;
  }

  #struct(): Readonly<Record<string, XmlRpcValue>> {
    const members: Record<string, XmlRpcValue> = {};
    while (this.#peek() === "<member>") {
      this.#expect("<member>");
      this.#skipSpace();
      this.#expect("<name>");
      const name = unescape(this.#next());
      this.#expect("</name>");
      this.#skipSpace();
      members[name] = this.value();
      this.#skipSpace();
      this.#expect("</member>");
    }
    this.#expect("</struct>");
    return members;
  }

  #peek(): string {
    this.#skipSpace();
    return this.#tokens[this.#at] ?? "";
  }

  #skipSpace(): void {
    while (/^\s+$/u.test(this.#tokens[this.#at] ?? "")) this.#at += 1;
  }

  #next(): string {
    this.#at += 1;
    return this.#tokens[this.#at - 1] ?? "";
  }

  #expect(token: string): void {
    const found = this.#next();
    if (found !== token) throw new Error(`XML-RPC: ${found} where ${token} was due`);
  }
}
