import type { LibraryTitle } from "../../domain/arr-reading.ts";
import { keepUnchanged } from "../../domain/keep-unchanged.ts";
import type { ArrShape } from "./arr-shape.ts";
import { labelsById, toLibraryTitle } from "./normalize.ts";
import type { WireTag, WireTitle } from "./wire.ts";

/** The library of one instance with its tags resolved. Immutable. */
export interface Library {
  readonly titles: ReadonlyMap<number, LibraryTitle>;
  /** Tag ids that titles carry and the list of tags does not know (yet). */
  readonly missingTagIds: ReadonlySet<number>;
}

/** Makes the function that joins titles and tags; it remembers its last result so that equal titles stay the same. */
export function createLibraryBuilder(
  shape: ArrShape,
): (titles: readonly WireTitle[], tags: readonly WireTag[]) => Library {
  let builtFrom: readonly [readonly WireTitle[], readonly WireTag[]] | null = null;
  let all: readonly LibraryTitle[] = [];
  let library: Library = { titles: new Map(), missingTagIds: new Set() };

  return (titles, tags) => {
    if (builtFrom?.[0] === titles && builtFrom[1] === tags) return library;
    const labels = labelsById(tags);
    const tagIds = new Set(titles.flatMap((title) => title.tagIds));
    const next = keepUnchanged(
      all,
      titles.map((title) => toLibraryTitle(shape, title, labels)),
      (title) => title.id,
    );
    library = {
      titles: next === all ? library.titles : new Map(next.map((title) => [title.id, title])),
      missingTagIds: new Set([...tagIds].filter((id) => !labels.has(id))),
    };
    all = next;
    builtFrom = [titles, tags];
    return library;
  };
}
