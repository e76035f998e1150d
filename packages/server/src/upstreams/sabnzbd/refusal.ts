import { UpstreamError, type UpstreamFailure } from "../errors.ts";
import { plainMessage } from "../plain-text.ts";

/** A refusal fits in this; a proxy's web page does not. */
const MAX_WORDS_CHARACTERS = 200;

interface Explanation {
  readonly reason: UpstreamFailure;
  readonly message: string;
  readonly advice: string;
}

const WHERE_THE_KEY_IS =
  "Copy the API Key (not the NZB Key) from SABnzbd's Config > General into this instance's apiKey.";

const WRONG_KEY: Explanation = {
  reason: "unauthorized",
  message: "does not accept the API key",
  advice: WHERE_THE_KEY_IS,
};

/**
 * SABnzbd's words for "no", the first that fits. They come as the text of a 403, or inside a logical error in
 * releases before 3.0. The host check has the other refusal's first words, so it stands before it.
 * Source: sabnzbd/interface.py, check_apikey and secured_expose.
 */
const REFUSALS: readonly (readonly [RegExp, Explanation])[] = [
  [/API Key Incorrect/i, WRONG_KEY],
  [
    /API Key Required/i,
    { reason: "unauthorized", message: "wants an API key", advice: WHERE_THE_KEY_IS },
  ],
  [
    /Missing authentication/i,
    {
      reason: "unauthorized",
      message: "wants its user name and password, for its API key is switched off",
      advice:
        "Set disable_api_key to 0 in sabnzbd.ini (in old releases Config > Special), so that the API key counts again.",
    },
  ],
  [
    /Hostname verification failed/i,
    {
      reason: "refused",
      message: "does not answer to the host name it was called by",
      advice:
        "Add the host name in this instance's URL to host_whitelist in SABnzbd's Config > Special, or use its IP address.",
    },
  ],
  [
    /access denied/i,
    {
      reason: "refused",
      message: "does not let this machine's address use its API",
      advice:
        "In SABnzbd's Config > General add sofarr's network to the local ranges, or set External internet access to Full API.",
    },
  ],
];

/** `mode=auth` recognised the other key. */
export function nzbKeyUsed(instanceId: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: "was given its NZB key, which may only add jobs",
    advice: WHERE_THE_KEY_IS,
  });
}

/** `mode=auth` did not recognise the key. */
export function wrongKey(instanceId: string): UpstreamError {
  return new UpstreamError({ instanceId, ...WRONG_KEY });
}

/** `mode=auth` says that keys are switched off and a login is wanted instead. */
export function loginWanted(instanceId: string): UpstreamError {
  return explainWords(instanceId, "Missing authentication", null);
}

/** An HTTP status other than 200, with the text that came with it. */
export function explainStatus(instanceId: string, status: number, words: string): UpstreamError {
  if (status === 403) {
    // With API warnings switched off SABnzbd refuses a key without a word.
    return words.trim() === ""
      ? new UpstreamError({ instanceId, status, ...WRONG_KEY })
      : explainWords(instanceId, words, status);
  }
  if (status === 401) {
    return new UpstreamError({
      instanceId,
      reason: "unauthorized",
      message: "is behind something that wants a login",
      advice: "Use SABnzbd's own address, or let sofarr pass the proxy's sign-in.",
      status,
    });
  }
  return new UpstreamError({
    instanceId,
    reason: "bad-status",
    message: `answered with HTTP ${status}`,
    advice:
      status === 404 || (status >= 300 && status < 400)
        ? "Check the URL: it must lead to SABnzbd itself, with its URL base (usually /sabnzbd)."
        : null,
    status,
  });
}

/** The words of a logical error (`status` null) or of a 403. */
export function explainWords(
  instanceId: string,
  words: string,
  status: number | null,
): UpstreamError {
  const known = REFUSALS.find(([pattern]) => pattern.test(words))?.[1];
  if (known !== undefined) return new UpstreamError({ instanceId, status, ...known });
  const said = plainMessage(words).slice(0, MAX_WORDS_CHARACTERS);
  return new UpstreamError({
    instanceId,
    reason: status === null ? "bad-payload" : "bad-status",
    message: `refused the call${said === "" ? "" : `: ${said}`}`,
    status,
  });
}
