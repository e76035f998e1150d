import type { ArrNotifications } from "../upstreams/arr-control.ts";
import type { ArrProxy } from "./arr-proxy.ts";
import { HttpError } from "./plugins/errors.ts";
import { holdsMask, restoreSecrets } from "./present/restore-secrets.ts";
import { proxyDeadline } from "./proxy-deadline.ts";

type Notification = Readonly<Record<string, unknown>>;

/**
 * A notification as an admin sent it, fit for the *arr: with the secrets they were only shown masked put back from what
 * is stored there.
 *
 * @param id of the stored one it is to replace, or is a try of; `null` for a new one.
 * @throws HttpError 400 for a mask that cannot be undone, or for what would make the *arr fall over; 404 when there is
 *   none with this id.
 */
export async function notificationToSend(
  notifications: ArrNotifications,
  id: number | null,
  sent: Notification,
  { contentOf, mask }: Pick<ArrProxy, "contentOf" | "mask">,
): Promise<Notification> {
  checkForm(sent);
  if (!holdsMask(sent)) return sent;
  let stored: unknown = null;
  if (id !== null) {
    const answer = await notifications.get(id, proxyDeadline());
    contentOf(answer, "object", true);
    stored = answer.body;
  }
  const restored = restoreSecrets(sent, stored, mask);
  if (restored.ok) return restored.value as Notification;
  throw new HttpError(
    400,
    restored.why === "unknown"
      ? `A masked secret came back that nothing is known of (${restored.place}).`
      : `A masked secret came back, but it would go elsewhere than so far (${restored.place}).`,
    "Write the secret itself in its place.",
  );
}

/** Without these both apps answer 500 instead of saying what is wrong. */
function checkForm({ implementation, configContract, fields, tags }: Notification): void {
  const isForm =
    typeof implementation === "string" &&
    typeof configContract === "string" &&
    Array.isArray(fields) &&
    Array.isArray(tags);
  if (!isForm) {
    throw new HttpError(
      400,
      "This is no notification.",
      "It needs implementation, configContract, and lists of fields and tags, as in /notifications/schema.",
    );
  }
}
