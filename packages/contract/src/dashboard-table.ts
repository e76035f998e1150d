import { Type, type Static } from "typebox";

import { DashboardPayload } from "./dashboard.ts";

const Count = Type.Integer({ minimum: 0 });
const Lacking = {
  lacking: Type.Optional(
    Type.Array(Count, {
      description:
        "Places, from 0, of those without the field; the value told for them says nothing.",
    }),
  ),
};

const Tables = Type.Cyclic(
  {
    Table: Type.Object({
      count: Count,
      fields: Type.Record(Type.String(), Type.Ref("Column")),
    }),
    Column: Type.Union([
      Type.Object({ same: Type.Unknown(), ...Lacking }),
      Type.Object({ each: Type.Array(Type.Unknown()), ...Lacking }),
      Type.Object({
        words: Type.Array(Type.Unknown()),
        at: Type.Union([Type.Array(Count), Type.String()]),
        ...Lacking,
      }),
      Type.Object({
        integers: Type.String(),
        bytes: Type.Integer({ minimum: 1, maximum: 6 }),
        from: Type.Integer(),
        ...Lacking,
      }),
      Type.Object({
        hashes: Type.String(),
        others: Type.Array(Type.Union([Type.String(), Type.Null()])),
        ...Lacking,
      }),
      Type.Object({ counts: Type.Array(Count), table: Type.Ref("Table"), ...Lacking }),
    ]),
  },
  "Table",
);

/**
 * Things of one kind, told field by field, so that what repeats is told once and what is alike stands together. A field
 * is told in one of these ways, which all give a value for every thing:
 *
 * - `same`: the value that all have;
 * - `each`: the values as they are;
 * - `words` and `at`: the values there are, and which of them each has; or, instead of the latter, the name of an earlier
 *   field with the same `at`;
 * - `integers`: whole numbers in base64, `bytes` for each, the highest first; 0 is null, and n is `from` + n - 1;
 * - `hashes`: in base64, 20 bytes for each that is 40 digits of hex in lower case. `others` is empty when all are; else it
 *   has null for each of them, and the text of whatever is none;
 * - `counts` and `table`: lists of things; how many each has, and all of them in one table, one list after the other.
 */
export type Table = Static<typeof Tables>;
export type Column = Table["fields"][string];

/** What is told once for all downloads of a title in a DashboardTable. */
export const TITLE_FIELDS = [
  "arrType",
  "arrContentType",
  "arrInstanceUrl",
  "seriesName",
  "movieName",
  "year",
  "arrLink",
  "targetPath",
  "coverArt",
  "arrSeriesId",
  "allTags",
  "matchedUserTag",
  "tagBadges",
  "ombiLink",
  "ombiTooltip",
  "ombiRequestId",
] as const;

/**
 * The first event of a stream with `?delta=table` (event `table`): a DashboardPayload whose downloads are told as a table of
 * titles, each with its `downloads`. A download has the fields of its title and its own; in no order that says anything.
 * Three of its fields are left out where others give them exactly: `downloaded` is `size` less `left`, `addedOn` is
 * `addedSeconds` since 1970, and without `arrContentId` it is the first of `arrContentIds`, or null.
 */
export const DashboardTable = Type.Object(
  { ...Type.Omit(DashboardPayload, ["downloads"]).properties, titles: Tables },
  { title: "DashboardTable" },
);
export type DashboardTable = Static<typeof DashboardTable>;
