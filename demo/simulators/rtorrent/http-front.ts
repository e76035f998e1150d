import { send, SimulatorServer } from "../simulator-server.ts";

const SERVER = "nginx/1.22.1";

/** Who may pass, and what is behind. */
export interface HttpFront {
  readonly path: string;
  readonly username: string;
  readonly password: string;
  /** `null`: rTorrent closed the connection without a word. */
  readonly behind: (body: Buffer, contentType: string) => Buffer | null;
  readonly onRefused: () => void;
}

/** The web server in front of rTorrent: Basic authentication, one path, and 502 when rTorrent closes on it. */
export function createHttpFront(front: HttpFront): SimulatorServer {
  const expected = `Basic ${Buffer.from(`${front.username}:${front.password}`).toString("base64")}`;
  return new SimulatorServer((request, response) => {
    const page = (status: number, title: string, headers: Record<string, string> = {}): void =>
      send(response, status, pageOf(`${status} ${title}`), {
        "content-type": "text/html",
        server: SERVER,
        ...headers,
      });
    if (request.path !== front.path) {
      page(404, "Not Found");
      return;
    }
    if (request.headers.authorization !== expected) {
      front.onRefused();
      page(401, "Authorization Required", { "www-authenticate": 'Basic realm="rtorrent"' });
      return;
    }
    const body = Buffer.from(request.body, "utf8");
    const answer =
      request.method === "POST" && body.length > 0
        ? front.behind(body, request.headers["content-type"] ?? "")
        : null;
    if (answer === null) page(502, "Bad Gateway");
    else send(response, 200, answer, { "content-type": "text/xml", server: SERVER });
  });
}

function pageOf(title: string): string {
  return [
    "<html>",
    `<head><title>${title}</title></head>`,
    "<body>",
    `<center><h1>${title}</h1></center>`,
    `<hr><center>${SERVER}</center>`,
    "</body>",
    "</html>",
    "",
  ].join("\r\n");
}
