/** The arguments of one API call, from the query and a posted form alike, read as SABnzbd reads them. */
export class ApiQuery {
  readonly #params: URLSearchParams;

  constructor(query: URLSearchParams, form: URLSearchParams) {
    this.#params = new URLSearchParams([...query, ...form]);
  }

  /** "" when it is not there. */
  text(name: string): string {
    return this.#params.get(name) ?? "";
  }

  /** 0 when it is not there or no whole number. */
  int(name: string): number {
    const text = this.text(name);
    return /^\s*-?\d+\s*$/.test(text) ? Number.parseInt(text, 10) : 0;
  }

  flag(name: string): boolean {
    return /^(1|true|yes|on)$/i.test(this.text(name));
  }

  /** A comma separated list; `null` when there is nothing in it, which filters nothing. */
  list(...names: string[]): string[] | null {
    for (const name of names) {
      const items = this.text(name)
        .split(",")
        .map((item) => item.trim())
        .filter((item) => item !== "");
      if (items.length > 0) return items;
    }
    return null;
  }
}
