import type { Instance } from "../instance.ts";
import { createTransport, type UpstreamCall, type UpstreamResponse } from "../request.ts";
import type { ArrShape } from "./arr-shape.ts";
import { arrFailure } from "./failures.ts";

const API_PATH = "/api/v3";

/** Talks to one *arr's API with its key. Paths are below `/api/v3`. */
export interface ArrHttp {
  /**
   * @returns the body of a success, parsed.
   * @throws UpstreamError for every other status, with advice.
   */
  getJson(call: UpstreamCall): Promise<unknown>;
  /** @returns the answer whatever its status. */
  send(call: UpstreamCall): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

export function createArrHttp(shape: ArrShape, instance: Instance): ArrHttp {
  const transport = createTransport(instance);
  const { apiKey } = instance;

  function send(call: UpstreamCall): Promise<UpstreamResponse> {
    return transport.send({
      ...call,
      path: API_PATH + call.path,
      headers: {
        accept: "application/json",
        ...(apiKey === null ? {} : { "x-api-key": apiKey.reveal() }),
        ...call.headers,
      },
    });
  }

  async function getJson(call: UpstreamCall): Promise<unknown> {
    const response = await send(call);
    if (response.status !== 200) throw arrFailure(instance.id, shape, response);
    return response.json();
  }

  return { getJson, send, close: () => transport.close() };
}
