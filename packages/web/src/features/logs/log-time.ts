/** To the millisecond, and the same for everybody: logs are compared with other logs. */
const TIME = new Intl.DateTimeFormat("sv", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** `14:03:07,512` in this browser's time zone. */
export function formatLogTime(at: number): string {
  return TIME.format(at);
}
