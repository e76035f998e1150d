import type {
  OmbiWebhookEnableResponse,
  OmbiWebhookStatusResponse,
  OmbiWebhookTestResponse,
  WebhookConfigResponse,
} from "@sofarr/contract";

import type { ApiClient } from "./client.ts";

/** The *arrs; Ombi has ways of its own. */
export type ArrKind = "sonarr" | "radarr";

function withInstance(path: string, instanceId: string): string {
  return `${path}?${new URLSearchParams({ instance: instanceId }).toString()}`;
}

/** What is missing before any service can call. @throws ApiError */
export async function fetchWebhookConfig(api: ApiClient): Promise<WebhookConfigResponse> {
  return api.get<WebhookConfigResponse>("api/webhook/config");
}

/** The connections of one *arr, in its own words. @throws ApiError */
export async function fetchConnections(
  api: ApiClient,
  kind: ArrKind,
  instanceId: string,
): Promise<unknown> {
  return api.get<unknown>(withInstance(`api/${kind}/notifications`, instanceId));
}

/** Has one *arr call sofarr. Doing it twice changes nothing. @throws ApiError */
export async function setUpArr(api: ApiClient, kind: ArrKind, instanceId: string): Promise<void> {
  await api.post(withInstance(`api/${kind}/notifications/sofarr-webhook`, instanceId));
}

/** Has an *arr try a connection of its own; it calls sofarr meanwhile. @throws ApiError when that fails. */
export async function testArr(
  api: ApiClient,
  kind: ArrKind,
  instanceId: string,
  connection: object,
): Promise<void> {
  await api.post(withInstance(`api/${kind}/notifications/test`, instanceId), connection);
}

/** Where Ombi's one webhook leads. @throws ApiError */
export async function fetchOmbiWebhook(
  api: ApiClient,
  instanceId: string,
): Promise<OmbiWebhookStatusResponse> {
  return api.get<OmbiWebhookStatusResponse>(withInstance("api/ombi/webhook/status", instanceId));
}

/** @param force also when its webhook leads elsewhere, which ends that. @throws ApiError */
export async function setUpOmbi(api: ApiClient, instanceId: string, force: boolean): Promise<void> {
  await api.post<OmbiWebhookEnableResponse>(withInstance("api/ombi/webhook/enable", instanceId), {
    force,
  });
}

/** Has Ombi send a test event, and tells whether it came. @throws ApiError */
export async function testOmbi(
  api: ApiClient,
  instanceId: string,
): Promise<OmbiWebhookTestResponse> {
  return api.post<OmbiWebhookTestResponse>(withInstance("api/ombi/webhook/test", instanceId));
}
