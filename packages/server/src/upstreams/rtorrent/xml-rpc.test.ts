import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { XmlRpcValue } from "./xml-reader.ts";
import { encodeCall, parseAnswer } from "./xml-rpc.ts";

const around = (value: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<methodResponse>\r\n<params>\r\n<param>${value}</param>\r\n</params>\r\n</methodResponse>\r\n`;
const parse = (xml: string | Buffer) => parseAnswer(Buffer.from(xml as string));
/** The value inside, or `undefined` when it is no answer. */
const valueIn = (value: string): XmlRpcValue | undefined => {
  const answer = parse(around(value));
  return answer?.kind === "value" ? answer.value : undefined;
};
const fixture = (path: string): Buffer => readFileSync(join(import.meta.dirname, "fixtures", path));

describe("a value", () => {
  test.each([
    ["<value><i8>73590353920</i8></value>", 73_590_353_920],
    ["<value><i4>-501</i4></value>", -501],
    ["<value><int> +7\n</int></value>", 7],
    ["<value><ex:i8>9</ex:i8></value>", 9],
    ["<value><i8>-0</i8></value>", 0],
    ["<value><boolean>1</boolean></value>", true],
    ["<value><boolean>0</boolean></value>", false],
    ["<value><double>-1.5e3</double></value>", -1500],
    ["<value><string>text</string></value>", "text"],
    ["<value>bare text</value>", "bare text"],
    ["<value></value>", ""],
    ["<value/>", ""],
    ["<value><string/></value>", ""],
    ["<value>\n <string> kept </string>\n</value>", " kept "],
    ["<value><base64>aGk=</base64></value>", "aGk="],
    ["<value><dateTime.iso8601>20261123T00:00:00</dateTime.iso8601></value>", "20261123T00:00:00"],
    ["<value><nil/></value>", null],
    ["<value><ex:nil></ex:nil></value>", null],
    ["<value><array><data></data></array></value>", []],
    ["<value><array><data/></array></value>", []],
    ["<value><struct></struct></value>", new Map()],
    ["<value><struct/></value>", new Map()],
  ])("%s is %j", (xml, value) => {
    expect(valueIn(xml)).toEqual(value);
  });

  test("may be nested", () => {
    expect(
      valueIn(
        "<value><array><data><value><array><data><value><i8>1</i8></value><value>a</value></data></array></value>\n<value><struct><member><name>k</name><value><i4>2</i4></value></member></struct></value></data></array></value>",
      ),
    ).toEqual([[1, "a"], new Map([["k", 2]])]);
  });

  test("named __proto__ is a member like any other", () => {
    const value = valueIn(
      "<value><struct><member><name>__proto__</name><value>x</value></member></struct></value>",
    );
    expect(value).toEqual(new Map([["__proto__", "x"]]));
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  test.each([
    "<value><i8></i8></value>",
    "<value><i8>12a</i8></value>",
    "<value><i8>1.5</i8></value>",
    "<value><i8>-</i8></value>",
    "<value><i8>99999999999999999999</i8></value>",
    "<value><i8/></value>",
    "<value><double>lots</double></value>",
    "<value><double>1e999</double></value>",
    "<value><string>a</i8></value>",
    "<value><array></array></value>",
    "<value><array><data><i8>1</i8></data></array></value>",
    "<value><struct><name>k</name></struct></value>",
    "<value><string>a</string><string>b</string></value>",
    "<string>no value</string>",
  ])("%s is refused", (xml) => {
    expect(parse(around(xml))).toBeNull();
  });
});

describe("text", () => {
  test.each([
    ["a &lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;", `a <b> & "c" 'd'`],
    ["&#228;&#xE4;&#x1F3AC;", "ää🎬"],
    ["&amp;lt;", "&lt;"],
    ["&unknown; &#; & &amp", "&unknown; &#; & &amp"],
    ["&#x110000;", "\ufffd"],
    ["&#xD83C;", "\ufffd"],
    ["a<![CDATA[<b> &amp; ]]>c", "a<b> &amp; c"],
    ["a<!-- <b> -->c", "ac"],
    ["a\u0000\u001b\u009bb&#7;", "ab"],
    ["ünï 日本 🎬", "ünï 日本 🎬"],
  ])("%j reads %j", (xml, text) => {
    expect(valueIn(`<value><string>${xml}</string></value>`)).toBe(text);
    expect(valueIn(`<value>${xml}</value>`)).toBe(text);
  });

  test("that is not UTF-8 loses its odd bytes, and nothing after it", () => {
    const bytes = Buffer.concat([
      Buffer.from("<methodResponse><params><param><value><array><data><value><string>caf"),
      Buffer.from([0xe9]),
      Buffer.from("</string></value><value><string>next</string></value>"),
      Buffer.from("</data></array></value></param></params></methodResponse>"),
    ]);
    expect(parseAnswer(bytes)).toEqual({ kind: "value", value: ["caf\ufffd", "next"] });
  });

  test("with an entity far behind is not affected by it", () => {
    expect(
      valueIn(
        "<value><array><data><value>a</value><value>b&amp;c</value><value>d</value></data></array></value>",
      ),
    ).toEqual(["a", "b&c", "d"]);
  });
});

describe("an answer", () => {
  test("may have attributes, comments and a declaration", () => {
    expect(
      parse(
        '<?xml version="1.0"?><!-- hi --><methodResponse xmlns:ex="http://x.invalid/ext"><params><param><value type="x"><ex:i8>1</ex:i8></value></param></params></methodResponse>',
      ),
    ).toEqual({ kind: "value", value: 1 });
  });

  test.each(["0.9.8", "0.16.17"])("recorded as a fault from %s is a fault", (version) => {
    expect(parseAnswer(fixture(`${version}/fault.unknown-method.xml`))).toEqual({
      kind: "fault",
      code: -506,
      words: "Method 'nope.nothing' not defined",
    });
  });

  test.each(["0.9.8", "0.16.17"])("recorded from %s is read whole", (version) => {
    expect(parseAnswer(fixture(`${version}/system.client_version.xml`))).toEqual({
      kind: "value",
      value: version,
    });
    const rows = parseAnswer(fixture(`${version}/d.multicall2.main.xml`));
    expect(rows?.kind === "value" && rows.value).toHaveLength(15);
    expect(parseAnswer(fixture(`${version}/system.multicall.xml`))?.kind).toBe("value");
  });

  test("that is cut off anywhere is none", () => {
    const whole = fixture("0.9.8/system.multicall.xml");
    const end = whole.indexOf("</methodResponse>") + "</methodResponse>".length;
    for (let bytes = 0; bytes < end; bytes += 1) {
      expect(parseAnswer(whole.subarray(0, bytes))).toBeNull();
    }
    expect(parseAnswer(whole.subarray(0, end))).not.toBeNull();
  });

  test.each([
    ["a page", "<!doctype html><title>Sign in</title>"],
    ["JSON", '{"jsonrpc":"2.0"}'],
    ["nothing", ""],
    [
      "a fault without a struct",
      "<methodResponse><fault><value>no</value></fault></methodResponse>",
    ],
    [
      "entities of its own",
      '<!DOCTYPE x [<!ENTITY a "aaaa">]><methodResponse><params><param><value>&a;</value></param></params></methodResponse>',
    ],
    [
      "nesting without an end",
      `<methodResponse><params><param>${"<value><array><data>".repeat(5000)}`,
    ],
    ["unclosed comments", "<!--".repeat(50_000)],
    ["unclosed tags", "<".repeat(500_000)],
    ["a comment in a tag's place", `<methodResponse>${"<!-->".repeat(50_000)}`],
  ])("that is %s is none, and soon", (_name, text) => {
    const began = performance.now();
    expect(parse(text)).toBeNull();
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test("of any bytes never throws", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ..."<value> </value> <array> <data> </data> </array> <i8> </i8> <struct> <member> <name> <![CDATA[ ]]> <!-- --> <? & > < /".split(
          " ",
        ),
      ),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.uint8Array(), (pieces, bytes) => {
        expect(parse(`<methodResponse><params><param><value>${pieces.join("")}`)).toBeNull();
        expect(() => parse(around(`<value>${pieces.join("")}</value>`))).not.toThrow();
        expect(() => parseAnswer(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });

  test("gives back any text that was escaped into it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
        expect(valueIn(`<value><string>${escaped}</string></value>`)).toBe(
          text.replaceAll(/\p{Cc}+/gu, ""),
        );
      }),
    );
  });
});

test("a call is text parameters, escaped", () => {
  expect(encodeCall("d.multicall2", ["", "main", "d.name=<&>"])).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<methodCall><methodName>d.multicall2</methodName><params><param><value><string></string></value></param><param><value><string>main</string></value></param><param><value><string>d.name=&lt;&amp;&gt;</string></value></param></params></methodCall>',
  );
});
