import type { Instance } from "./instance.ts";

/** An instance for tests, without credentials and with nobody behind it unless said otherwise. */
export function makeInstance(change: Partial<Instance> & { readonly kind: string }): Instance {
  return {
    id: `${change.kind}-main`,
    name: "Main",
    url: "http://127.0.0.1:1",
    publicUrl: null,
    apiKey: null,
    username: null,
    password: null,
    tls: { ca: null, insecure: false, setting: `${change.kind.toUpperCase()}_TLS` },
    ...change,
  };
}
