import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Tables of rows, asked in SQL. Each statement is prepared once. */
export interface Rows {
  run(sql: string, ...values: readonly SQLInputValue[]): void;
  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[];
}

/** The rows of one database. */
export function rowsIn(database: DatabaseSync): Rows {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    run: (sql, ...values) => void prepared(sql).run(...values),
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
  };
}
