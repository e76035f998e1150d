import type { OmbiWebhookStatusResponse } from "@sofarr/contract";
import { expect, it } from "vitest";

import { arrState, ombiState } from "./webhook-state.ts";

function ombi(parts: Partial<OmbiWebhookStatusResponse>): OmbiWebhookStatusResponse {
  return {
    enabled: true,
    webhookUrl: "http://sofarr.lan/api/webhook/ombi?instance=ombi",
    applicationToken: "********",
    isOurs: true,
    triggers: {
      requestAvailable: true,
      requestApproved: true,
      requestDeclined: true,
      requestPending: true,
      requestProcessing: true,
    },
    stats: null,
    ...parts,
  };
}

it("is on for an *arr with a connection of ours, which is kept for a test", () => {
  const connection = { id: 3 };
  expect(arrState(connection)).toEqual({ kind: "on", connection });
  expect(arrState(null)).toEqual({ kind: "off" });
});

it("is on for Ombi only while it is enabled and leads here", () => {
  expect(ombiState(ombi({})).kind).toBe("on");
  expect(ombiState(ombi({ enabled: false })).kind).toBe("off");
  expect(ombiState(ombi({ webhookUrl: null, isOurs: false })).kind).toBe("off");
});

it("names where another webhook of Ombi leads, without its path and query", () => {
  const webhookUrl = "https://chat.example:8443/hook?token=********";
  expect(ombiState(ombi({ isOurs: false, webhookUrl }))).toEqual({
    kind: "elsewhere",
    place: "chat.example:8443",
  });
});
