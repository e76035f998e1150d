import type { Instance } from "../instance.ts";
import { createTransport, type UpstreamCall, type UpstreamResponse } from "../request.ts";
import { ombiFailure } from "./failures.ts";

/** Talks to one Ombi with its API key. */
export interface OmbiHttp {
  /** @returns the answer whatever its status. */
  send(call: UpstreamCall): Promise<UpstreamResponse>;
  /** @returns the body of a success, parsed. @throws UpstreamError for every other status, with advice. */
  getJson(call: UpstreamCall): Promise<unknown>;
  close(): Promise<void>;
}

export function createOmbiHttp(instance: Instance): OmbiHttp {
  const transport = createTransport(instance);
  const { apiKey } = instance;

  function send(call: UpstreamCall): Promise<UpstreamResponse> {
    return transport.send({
      ...call,
      headers: {
        accept: "application/json",
        // Without a UserName header the key acts as Ombi's system user, who sees everybody's requests.
        ...(apiKey === null ? {} : { apikey: apiKey.reveal() }),
        ...call.headers,
      },
    });
  }

  async function getJson(call: UpstreamCall): Promise<unknown> {
    const response = await send(call);
    if (response.status !== 200) throw ombiFailure(instance.id, response.status);
    return response.json();
  }

  return { send, getJson, close: () => transport.close() };
}
