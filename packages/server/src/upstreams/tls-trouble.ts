/** What went wrong in TLS, in words, and what an admin can change. */
export interface TlsTrouble {
  readonly message: string;
  readonly advice: string | null;
}

/** What to change depends on where certificates of this upstream are set; `null` where they cannot be. */
interface Words {
  readonly message: string;
  readonly advice: string | ((setting: string | null) => string | null);
}

const NOT_TRUSTED = "has a certificate that is not trusted";
const UNKNOWN_SIGNER: Words = { message: NOT_TRUSTED, advice: howToTrust };
const NO_HTTPS: Words = {
  message: "does not speak https at this port",
  advice: "Write http:// in the URL, or the port at which it speaks https.",
};
const OLD_TLS: Words = {
  message: "speaks an old TLS only",
  advice: "Let it, or the proxy in front of it, speak TLS 1.2 or newer.",
};
const NO_AGREEMENT: Words = {
  message: "broke off the TLS handshake",
  advice:
    "Check the host name and port in the URL, and that it wants no certificate of its callers.",
};

/** What the codes of TLS mean, as Node and OpenSSL have them. */
const TROUBLE: Readonly<Record<string, Words>> = {
  // Whatever comes first is no TLS record: an answer in HTTP, or another protocol's greeting.
  ERR_SSL_WRONG_VERSION_NUMBER: NO_HTTPS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_HTTPS,
  ERR_SSL_UNEXPECTED_MESSAGE: NO_HTTPS,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: OLD_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: OLD_TLS,

  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_SIGNER,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_SIGNER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_SIGNER,
  CERT_UNTRUSTED: UNKNOWN_SIGNER,
  CERT_REJECTED: UNKNOWN_SIGNER,
  INVALID_CA: UNKNOWN_SIGNER,
  // Signed by nobody we know, perhaps since the one between it and the root was not sent.
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    message: NOT_TRUSTED,
    advice: (setting) => {
      const trust = howToTrust(setting);
      return trust && `${trust} Where that is done, let it send its intermediate certificate too.`;
    },
  },
  // The intermediate is known, what signed that is not.
  UNABLE_TO_GET_ISSUER_CERT: {
    message: NOT_TRUSTED,
    advice:
      "Put the root CA's certificate into the CA file: it lacks what signed the one that is there.",
  },
  CERT_HAS_EXPIRED: {
    message: "has an expired certificate",
    advice: "Renew its certificate, or the one of the CA that signed it.",
  },
  CERT_NOT_YET_VALID: {
    message: "has a certificate that is not valid yet",
    advice: "Check the clocks of this machine and of the one that made the certificate.",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: "has a certificate for another name",
    advice: "Use the name on the certificate in the URL.",
  },
};

/**
 * @param setting where certificates of this upstream are set, see `InstanceTls`; `null` where they cannot be.
 * @returns `null` when the code is none of TLS.
 */
export function tlsTroubleOf(code: string, setting: string | null): TlsTrouble | null {
  const known = Object.hasOwn(TROUBLE, code) ? TROUBLE[code] : undefined;
  const isOther = code === "EPROTO" || code.startsWith("ERR_SSL_");
  const words = known ?? (isOther ? NO_AGREEMENT : undefined);
  if (words === undefined) return null;
  const { message, advice } = words;
  return { message, advice: typeof advice === "string" ? advice : advice(setting) };
}

function howToTrust(setting: string | null): string | null {
  if (setting === null) return null;
  return `Set ${setting} to {"ca":"/path/ca.pem"}, with the CA that made it, or to {"insecure":true} to trust anything.`;
}

/** What servers that speak TLS say to a call in plain HTTP, with status 400: nginx, Go's and Apache. */
const PLAIN_HTTP_REFUSED =
  /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|speaking plain HTTP to an SSL-enabled/i;

/** @param text the beginning of an answer with status 400 to a call in plain HTTP. */
export function isHttpsWanted(text: string): boolean {
  return PLAIN_HTTP_REFUSED.test(text);
}
