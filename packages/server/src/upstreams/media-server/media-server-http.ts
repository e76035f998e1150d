import type { Instance } from "../instance.ts";
import { createTransport, type UpstreamCall, type UpstreamResponse } from "../request.ts";
import { authorizationHeaders, type Caller } from "./authorization.ts";
import { mediaServerBadPayload, mediaServerFailure } from "./failures.ts";
import { parseProduct, type Product } from "./product.ts";

/** Talks to one media server of either kind, in the headers that kind wants. */
export interface MediaServerHttp {
  /** Which server it is: asked once, remembered until `forget()`. @throws UpstreamError */
  product(signal: AbortSignal): Promise<Product>;
  /** The next call asks again which server it is; it may have been replaced or upgraded. */
  forget(): void;
  /** @returns the answer whatever its status. */
  send(caller: Caller, call: UpstreamCall): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

export function createMediaServerHttp(instance: Instance): MediaServerHttp {
  const transport = createTransport(instance);
  let known: Product | null = null;

  async function product(signal: AbortSignal): Promise<Product> {
    if (known !== null) return known;
    const response = await transport.send({ path: "/System/Info/Public", signal });
    if (response.status !== 200) throw mediaServerFailure(instance.id, "detect", response);
    const answer = parseProduct(response.json());
    if (answer === null) throw mediaServerBadPayload(instance.id, "Emby or Jellyfin");
    known = answer;
    return answer;
  }

  async function send(caller: Caller, call: UpstreamCall): Promise<UpstreamResponse> {
    const { kind } = await product(call.signal);
    const headers = { accept: "application/json", ...authorizationHeaders(kind, caller) };
    return await transport.send({ ...call, headers: { ...headers, ...call.headers } });
  }

  return {
    product,
    send,
    forget: () => {
      known = null;
    },
    close: () => transport.close(),
  };
}
