import { plainXmlText } from "./xml-text.ts";

/** A value in an XML-RPC answer. Integers of every width and doubles are numbers; base64 stays text. */
export type XmlRpcValue =
  | string
  | number
  | boolean
  | null
  | readonly XmlRpcValue[]
  | ReadonlyMap<string, XmlRpcValue>;

/** rTorrent nests three deep; nothing real goes near this. */
const MAX_DEPTH = 32;
/** 20,000 torrents with 30 fields are 600,000. */
const MAX_VALUES = 4_000_000;

/** The bytes are no complete XML-RPC, or hold too much. */
export class NotXmlRpc extends Error {
  override readonly name = "NotXmlRpc";
}

const SPACE = 0x20;
const EXCLAMATION_MARK = 0x21;
const AMPERSAND = 0x26;
const PLUS = 0x2b;
const MINUS = 0x2d;
const SLASH = 0x2f;
const ZERO = 0x30;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const QUESTION_MARK = 0x3f;

/** By their length. */
const FREQUENT_TAGS: Readonly<Record<number, readonly string[]>> = {
  2: ["i8", "i4"],
  3: ["/i8", "/i4"],
  4: ["data"],
  5: ["value", "/data", "array"],
  6: ["/value", "string", "/array"],
  7: ["/string"],
};

const INTEGER_TAG = /^(?:ex:)?(?:int|i[1248])$/;

/**
 * A position in the bytes of an XML-RPC document. Every step moves it forwards, so that reading always ends.
 *
 * @throws NotXmlRpc from every method, when what comes is not what may come.
 */
export class XmlReader {
  readonly #bytes: Buffer;
  #at = 0;
  /** Where the last tag began: the text before it ends there. */
  #tagStart = 0;
  /** The last tag was `<name/>`; it has no text and no end tag. */
  #isEmptyTag = false;
  /** Between the last two tags stood CDATA or a comment. */
  #hasMarkup = false;
  /** The first ampersand at or after the last text looked at; beyond the end when there is none. */
  #nextAmpersand = -1;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The next tag's name, "/name" for an end tag; attributes, comments, declarations and text are stepped over. */
  nextTag(): string {
    const bytes = this.#bytes;
    this.#hasMarkup = false;
    for (;;) {
      // Byte by byte: what is between two tags is mostly nothing, and a native search costs more than it.
      let start = this.#at;
      while (start < bytes.length && bytes[start] !== LESS_THAN) start += 1;
      const first = bytes[start + 1];
      if (first === EXCLAMATION_MARK) {
        this.#skipMarkup(start);
        continue;
      }
      let end = start + 1;
      while (end < bytes.length && bytes[end] !== GREATER_THAN) end += 1;
      if (end >= bytes.length) throw new NotXmlRpc();
      this.#at = end + 1;
      if (first === QUESTION_MARK) continue;
      this.#tagStart = start;
      this.#isEmptyTag = bytes[end - 1] === SLASH;
      return this.#tagName(start + 1, this.#isEmptyTag ? end - 1 : end);
    }
  }

  /** The same few names come a million times, so that no string is made for them. */
  #tagName(start: number, end: number): string {
    const bytes = this.#bytes;
    for (const name of FREQUENT_TAGS[end - start] ?? []) {
      let at = 0;
      while (at < name.length && name.charCodeAt(at) === bytes[start + at]) at += 1;
      if (at === name.length) return name;
    }
    return bytes.toString("latin1", start, end).replace(/\s[^]*$/, "");
  }

  expect(name: string): void {
    if (this.nextTag() !== name || this.#isEmptyTag) throw new NotXmlRpc();
  }

  onlyValue(): XmlRpcValue {
    if (this.nextTag() !== "value") throw new NotXmlRpc();
    return this.value(0);
  }

  /** What is between a `<value>` just read and its `</value>`, which is read as well. */
  value(depth: number): XmlRpcValue {
    this.#values += 1;
    if (depth > MAX_DEPTH || this.#values > MAX_VALUES) throw new NotXmlRpc();
    if (this.#isEmptyTag) return "";
    const textStart = this.#at;
    const type = this.nextTag();
    if (type === "/value") return this.#text(textStart, this.#tagStart);
    const value = this.#isEmptyTag ? emptyOf(type) : this.#typed(type, depth);
    if (this.nextTag() !== "/value") throw new NotXmlRpc();
    return value;
  }

  #typed(type: string, depth: number): XmlRpcValue {
    if (type === "array") return this.#array(depth);
    if (type === "struct") return this.#struct(depth);
    const textStart = this.#at;
    if (this.nextTag() !== `/${type}`) throw new NotXmlRpc();
    const textEnd = this.#tagStart;
    if (type === "string") return this.#text(textStart, textEnd);
    if (INTEGER_TAG.test(type)) return this.#integer(textStart, textEnd);
    if (type === "boolean") return this.#integer(textStart, textEnd) !== 0;
    if (type === "double") return this.#double(textStart, textEnd);
    // base64, dateTime.iso8601 and whatever else has text.
    return type === "nil" || type === "ex:nil" ? null : this.#text(textStart, textEnd);
  }

  #array(depth: number): XmlRpcValue {
    const items: XmlRpcValue[] = [];
    if (this.nextTag() !== "data") throw new NotXmlRpc();
    if (!this.#isEmptyTag) {
      for (let tag = this.nextTag(); tag !== "/data"; tag = this.nextTag()) {
        if (tag !== "value") throw new NotXmlRpc();
        items.push(this.value(depth + 1));
      }
    }
    if (this.nextTag() !== "/array") throw new NotXmlRpc();
    return items;
  }

  #struct(depth: number): XmlRpcValue {
    const members = new Map<string, XmlRpcValue>();
    for (let tag = this.nextTag(); tag !== "/struct"; tag = this.nextTag()) {
      if (tag !== "member") throw new NotXmlRpc();
      this.expect("name");
      const textStart = this.#at;
      if (this.nextTag() !== "/name") throw new NotXmlRpc();
      const name = this.#text(textStart, this.#tagStart);
      if (this.nextTag() !== "value") throw new NotXmlRpc();
      members.set(name, this.value(depth + 1));
      if (this.nextTag() !== "/member") throw new NotXmlRpc();
    }
    return members;
  }

  /** Digits with an optional sign; no string is made of them. */
  #integer(start: number, end: number): number {
    const bytes = this.#bytes;
    let at = start;
    let last = end;
    while (at < last && (bytes[at] ?? 0) <= SPACE) at += 1;
    while (at < last && (bytes[last - 1] ?? 0) <= SPACE) last -= 1;
    const sign = bytes[at];
    if (sign === MINUS || sign === PLUS) at += 1;
    // 19 digits are the most an i8 has.
    if (at === last || last - at > 19) throw new NotXmlRpc();
    let value = 0;
    for (; at < last; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) throw new NotXmlRpc();
      value = value * 10 + digit;
    }
    return sign === MINUS && value !== 0 ? -value : value;
  }

  #double(start: number, end: number): number {
    const text = this.#bytes.toString("latin1", start, end).trim();
    const value = text === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) throw new NotXmlRpc();
    return value;
  }

  #text(start: number, end: number): string {
    if (start === end) return "";
    if (this.#nextAmpersand < start) {
      const found = this.#bytes.indexOf(AMPERSAND, start);
      this.#nextAmpersand = found === -1 ? this.#bytes.length : found;
    }
    const raw = this.#bytes.toString("utf8", start, end);
    return plainXmlText(raw, this.#nextAmpersand < end || this.#hasMarkup);
  }

  /** `<!-- -->` and `<![CDATA[ ]]>`; a document type is refused, for it could define entities. */
  #skipMarkup(start: number): void {
    const opening = this.#bytes.toString("latin1", start, start + 9);
    const isComment = opening.startsWith("<!--");
    const isCdata = opening === "<![CDATA[";
    if (!isComment && !isCdata) throw new NotXmlRpc();
    const end = this.#bytes.indexOf(isComment ? "-->" : "]]>", start + (isComment ? 4 : 9));
    if (end === -1) throw new NotXmlRpc();
    this.#hasMarkup = true;
    this.#at = end + 3;
  }
}

function emptyOf(type: string): XmlRpcValue {
  if (type === "string" || type === "base64") return "";
  if (type === "nil" || type === "ex:nil") return null;
  if (type === "struct") return new Map();
  throw new NotXmlRpc();
}
