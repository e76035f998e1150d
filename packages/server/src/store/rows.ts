import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

/** A statement and its values. */
export type Statement = readonly [sql: string, ...values: readonly SQLInputValue[]];

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Tables of rows, asked in SQL. Each statement is prepared once. */
export interface Rows {
  run(sql: string, ...values: readonly SQLInputValue[]): void;
  /** All of them or none, also when the process is killed meanwhile. */
  runTogether(statements: readonly Statement[]): void;
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
  const run: Rows["run"] = (sql, ...values) => void prepared(sql).run(...values);
  return {
    run,
    runTogether(all) {
      run("BEGIN IMMEDIATE");
      try {
        for (const statement of all) run(...statement);
        run("COMMIT");
      } catch (error) {
        if (database.isTransaction) run("ROLLBACK");
        throw error;
      }
    },
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
  };
}
