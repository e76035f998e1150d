import { generateKeyPairSync, randomInt, sign, type KeyObject } from "node:crypto";

/** A certificate for tests with its key: for 127.0.0.1, or a CA's. */
export interface TestCertificate {
  readonly name: string;
  readonly cert: string;
  readonly key: string;
  readonly privateKey: KeyObject;
}

export interface CertificateWishes {
  readonly name: string;
  /** Who signs it; itself when left out. */
  readonly signer?: TestCertificate;
  readonly isCa?: boolean;
  /** In days from now. */
  readonly validDays?: readonly [number, number];
}

const DAY_MS = 86_400_000;
const SEQUENCE = 0x30;
const ECDSA_WITH_SHA256 = "06082a8648ce3d040302";
const COMMON_NAME = "0603550403";
const BASIC_CONSTRAINTS = "0603551d13";
const SUBJECT_ALT_NAME = "0603551d11";
/** An IP address of four bytes, as a subject's other name. */
const LOOPBACK = "87047f000001";

/** Makes a certificate, so that TLS can be tried on loopback without a tool that may not be there. Source: RFC 5280. */
export function makeCertificate({
  name,
  signer,
  isCa = false,
  validDays = [-1, 1],
}: CertificateWishes): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(SEQUENCE, ECDSA_WITH_SHA256);
  const extension = isCa
    ? der(SEQUENCE, BASIC_CONSTRAINTS, "0101ff", der(0x04, der(SEQUENCE, "0101ff")))
    : der(SEQUENCE, SUBJECT_ALT_NAME, der(0x04, der(SEQUENCE, LOOPBACK)));
  const facts = der(
    SEQUENCE,
    der(0xa0, "020102"),
    der(0x02, Buffer.from([1, randomInt(256), randomInt(256), randomInt(256)])),
    algorithm,
    distinguishedName(signer?.name ?? name),
    der(SEQUENCE, ...validDays.map((days) => utcTime(Date.now() + days * DAY_MS))),
    distinguishedName(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(SEQUENCE, extension)),
  );
  const signature = sign("sha256", facts, signer?.privateKey ?? privateKey);
  const whole = der(SEQUENCE, facts, algorithm, der(0x03, "00", signature));
  const base64 = whole.toString("base64").replaceAll(/.{64}/gu, "$&\n");
  return {
    name,
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    privateKey,
  };
}

function distinguishedName(name: string): Buffer {
  return der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(name, "utf8")))));
}

/** Good until 2049. */
function utcTime(at: number): Buffer {
  const digits = new Date(at)
    .toISOString()
    .replaceAll(/[^0-9]/gu, "")
    .slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`, "latin1"));
}

/** One value in DER: tag, length, content; text is hexadecimal. */
function der(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "hex") : part)),
  );
  const { length } = content;
  const head =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : [0x82, Math.floor(length / 0x100), length % 0x100];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
