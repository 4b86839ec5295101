/** An answer without errors as JSON: `{"data":…}` and a line's end. Several responses may send it. */
export class WrittenAnswer {
  /** In byte text (sources/byte-text.ts), or plain. */
  readonly text: string;
  readonly encoding: 'latin1' | 'utf8';
  private written: Buffer | undefined;

  constructor(text: string, encoding: WrittenAnswer['encoding']) {
    this.text = text;
    this.encoding = encoding;
  }

  get bytes(): Buffer {
    this.written ??= Buffer.from(this.text, this.encoding);
    return this.written;
  }
}
