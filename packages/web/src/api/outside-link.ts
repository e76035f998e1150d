/**
 * A link to another server, as it came in an answer: `null` unless it is a web address, so that nothing a stranger
 * wrote into a setting can run in this page.
 */
export function outsideLink(link: string | null): string | null {
  if (link === null || !URL.canParse(link)) return null;
  const { protocol, href } = new URL(link);
  return protocol === "http:" || protocol === "https:" ? href : null;
}
