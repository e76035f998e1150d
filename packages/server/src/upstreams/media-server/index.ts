export { connectMediaServer } from "./client.ts";
