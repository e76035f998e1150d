/** Something that must not be found, and how it may be told in a failure. */
export interface Taint {
  readonly word: string;
  readonly what: string;
}

/**
 * Looks for words in everything a text may hide: as it is, with its percent-encoding and JSON escapes undone, and
 * encoded in base64. Case does not matter.
 *
 * @returns where each word was found first, with what is around it.
 */
export function findTaint(text: string, taints: readonly Taint[]): readonly string[] {
  const readings = [text, withoutPercents(text), withoutEscapes(text)].map((one) => ({
    plain: one,
    folded: one.toLowerCase(),
  }));
  return taints.flatMap(({ word, what }) => {
    for (const { plain, folded } of readings) {
      const at = folded.indexOf(word.toLowerCase());
      if (at < 0) continue;
      const around = plain.slice(Math.max(0, at - 80), at + word.length + 40);
      return [`${what}: …${around.replaceAll(/\p{Cc}/gu, " ")}…`];
    }
    // Of three ways to lie in base64, the one at its beginning: Basic credentials and tokens that were encoded alone.
    const encoded = Buffer.from(word).toString("base64").replace(/.?=*$/u, "");
    return word.length > SHORTEST_ENCODED && text.includes(encoded) ? [`${what}, in base64`] : [];
  });
}

const SHORTEST_ENCODED = 8;

function withoutPercents(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/giu, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

function withoutEscapes(text: string): string {
  return text.replaceAll(/\\u([0-9a-f]{4})/giu, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
