/** Ombi's one and only webhook. A port of its own, beside reading requests. */
export interface OmbiWebhook {
  /** @throws UpstreamError */
  read(signal: AbortSignal): Promise<OmbiWebhookSettings>;
  /** Replaces the settings, also somebody else's: read first. @throws UpstreamError */
  write(settings: OmbiWebhookSettings, signal: AbortSignal): Promise<void>;
  /**
   * Makes Ombi send a test event with these settings. That it was sent says nothing of how it was received: Ombi hides
   * the receiver's answer.
   *
   * @throws UpstreamError
   */
  test(settings: OmbiWebhookSettings, signal: AbortSignal): Promise<void>;
}

export interface OmbiWebhookSettings {
  readonly enabled: boolean;
  readonly webhookUrl: string | null;
  /** Sent by Ombi as `Access-Token`. A secret: for admins only, better masked. */
  readonly applicationToken: string | null;
  /** Ombi's own row; `null` before the first save. */
  readonly id: number | null;
}
