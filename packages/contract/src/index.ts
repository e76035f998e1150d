export * from "./auth.ts";
export * from "./dashboard.ts";
export * from "./download.ts";
export * from "./error.ts";
export * from "./health.ts";
export * from "./nullable.ts";
