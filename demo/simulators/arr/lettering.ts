/** Capital letters and digits, five columns by seven rows; each row's five bits as one letter of base 32. */
const GLYPHS: Readonly<Record<string, string>> = {
  A: "ehhvhhh",
  B: "uhhuhhu",
  C: "ehggghe",
  D: "uhhhhhu",
  E: "vggsggv",
  F: "vggsggg",
  G: "ehgnhhf",
  H: "hhhvhhh",
  I: "e44444e",
  J: "72222ic",
  K: "hikokih",
  L: "ggggggv",
  M: "hrllhhh",
  N: "hhpljhh",
  O: "ehhhhhe",
  P: "uhhuggg",
  Q: "ehhhlid",
  R: "uhhukih",
  S: "fgge11u",
  T: "v444444",
  U: "hhhhhhe",
  V: "hhhhha4",
  W: "hhhllla",
  X: "hha4ahh",
  Y: "hhha444",
  Z: "v1248gv",
  "0": "ehjlphe",
  "1": "4c4444e",
  "2": "eh1248v",
  "3": "v2421he",
  "4": "26aiv22",
  "5": "vgu11he",
  "6": "68guhhe",
  "7": "v124888",
  "8": "ehhehhe",
  "9": "ehhf12c",
};

export const GLYPH_COLUMNS = 5;
export const GLYPH_ROWS = 7;

/** Whether the character has ink there; characters without a glyph are blank. */
export function hasInk(character: string, column: number, row: number): boolean {
  const bits = Number.parseInt(GLYPHS[character]?.[row] ?? "0", 32);
  return ((bits >> (GLYPH_COLUMNS - 1 - column)) & 1) === 1;
}

/** Breaks a title into lines of capitals that fit, longest words cut off. */
export function breakIntoLines(title: string, columns: number): string[] {
  const words = title
    .normalize("NFD")
    .toUpperCase()
    .replace(/[^A-Z0-9 ]/g, "")
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => word.slice(0, columns));
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
