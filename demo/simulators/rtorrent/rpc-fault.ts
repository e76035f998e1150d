/** XML-RPC's own numbers for what went wrong; rTorrent knows no others. */
export const INTERNAL_ERROR = -500;
export const TYPE_ERROR = -501;
export const PARSE_ERROR = -503;
export const NO_SUCH_METHOD = -506;
export const LIMIT_EXCEEDED = -509;

/** A call that rTorrent refuses: told as a fault, with HTTP 200. */
export class RpcFault extends Error {
  override readonly name = "RpcFault";
  readonly code: number;

  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

/** What a command complains about; which number it gets is the XML library's choice. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
