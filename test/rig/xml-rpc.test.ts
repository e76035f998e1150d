import { expect, it } from "vitest";

import { decodeAnswer, encodeCall } from "./xml-rpc.ts";

it("writes texts, numbers, lists and structs, with the three signs that XML keeps for itself", () => {
  const call = encodeCall("system.multicall", [[{ methodName: "d.name", params: ["<&>", 7] }]]);
  expect(call).toContain("<methodName>system.multicall</methodName>");
  expect(call).toContain("<member><name>methodName</name><value><string>d.name</string></value>");
  expect(call).toContain("<string>&lt;&amp;&gt;</string>");
  expect(call).toContain("<i4>7</i4>");
});

it("reads numbers of every width, bare texts, empty values and nested lists", () => {
  const answer = answerWith(
    `<array><data>
      <value><i8>8589934592</i8></value><value><i4>-1</i4></value><value>bare &#x41;&#66;&amp;</value>
      <value><string></string></value><value><string/></value><value></value>
      <value><array><data/></array></value>
      <value><struct><member><name>faultCode</name><value><i4>5</i4></value></member></struct></value>
    </data></array>`,
  );
  expect(decodeAnswer(answer)).toEqual([
    8_589_934_592,
    -1,
    "bare AB&",
    "",
    "",
    "",
    [],
    { faultCode: 5 },
  ]);
});

it("throws a fault with the server's own words", () => {
  const fault = `<methodResponse><fault><value><struct><member><name>faultString</name>
    <value><string>no such method</string></value></member></struct></value></fault></methodResponse>`;
  expect(() => decodeAnswer(fault)).toThrow("no such method");
});

it.for(["", "<html></html>", answerWith("<array><data><value>1</value>")])(
  "throws at what is no whole answer: %s",
  (document) => {
    expect(() => decodeAnswer(document)).toThrow("XML-RPC");
  },
);

function answerWith(value: string): string {
  return `<?xml version="1.0"?>\r\n<methodResponse><params><param><value>${value}</value></param></params></methodResponse>`;
}
