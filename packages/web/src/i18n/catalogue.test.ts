import { describe, expect, it } from "vitest";

import { createTranslate, type Catalogue } from "./catalogue.ts";
import { en } from "./en.ts";

const t = createTranslate("en", en);

describe("messages", () => {
  it("puts values in place, numbers as the language writes them", () => {
    expect(t("source.failed")).toBe("cannot be read");
    expect(t("announce.finished", { title: "Dune" })).toBe("Dune is done.");
    expect(t("summary.attention", { count: 1_234 })).toBe("1,234 need attention.");
  });

  it("chooses the plural form of the language", () => {
    expect(t("summary.attention", { count: 1 })).toBe("1 needs attention.");
    const polish: Catalogue = {
      ...en,
      "summary.attention": { one: "{count} a", few: "{count} b", many: "{count} c", other: "d" },
    };
    const p = createTranslate("pl", polish);
    expect([1, 3, 5].map((count) => p("summary.attention", { count }))).toEqual([
      "1 a",
      "3 b",
      "5 c",
    ]);
  });

  it("falls back to the general form where a translation lacks one", () => {
    const polish: Catalogue = { ...en, "summary.attention": { other: "{count} x" } };
    expect(createTranslate("pl", polish)("summary.attention", { count: 3 })).toBe("3 x");
  });

  it("ends a sentence with one full stop, also after an abbreviation", () => {
    const german = createTranslate("de", { ...en, "when.leftAlone": "Noch etwa {duration}." });
    expect(german("when.leftAlone", { duration: "12 Min." })).toBe("Noch etwa 12 Min.");
    expect(german("when.leftAlone", { duration: "3 Tage" })).toBe("Noch etwa 3 Tage.");
  });

  it("does not read placeholders inside values", () => {
    expect(t("announce.finished", { title: "{count}" })).toBe("{count} is done.");
  });
});
