import { expect, test } from "vitest";

import { rpcPathOf } from "./rpc.ts";

test.each([
  ["http://host:9091", "/transmission/rpc"],
  ["http://host:9091/", "/transmission/rpc"],
  ["http://host:9091/transmission", "/transmission/rpc"],
  ["http://host:9091/transmission/rpc", "/transmission/rpc"],
  ["http://host:9091/transmission/rpc/", "/transmission/rpc"],
  ["http://host:9091/transmission/web/", "/transmission/rpc"],
  ["https://host/torrents/rpc", "/torrents/rpc"],
  ["https://host/torrents/web", "/torrents/rpc"],
  ["https://host/seedbox", "/seedbox/transmission/rpc"],
])("the RPC of %s is at %s", (url, path) => {
  expect(rpcPathOf(url)).toBe(path);
});
