const CSRF_COOKIE = "csrf_token";

/** The CSRF token out of `document.cookie`, or `null` when there is none. */
export function readCsrfToken(cookies: string): string | null {
  for (const pair of cookies.split(";")) {
    const [name, ...value] = pair.trim().split("=");
    if (name === CSRF_COOKIE) return decodeCookieValue(value.join("="));
  }
  return null;
}

function decodeCookieValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // Not percent-encoded: a stray % is part of the token.
  }
}
