// Lines that are drawn over themselves. Each is written over the one before it and then cleared to its end, all in one write that
// terminals show at once (synchronised output, where they know it): nothing flickers.

export type ScreenStream = { readonly write: (text: string) => unknown };

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';
const CLEAR_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
const CLEAR_ALL = '\x1b[H\x1b[J';

/** Disposing of it leaves the last lines where they are, and the cursor below them. */
export class LiveScreen implements Disposable {
  readonly #stream: ScreenStream;
  #lines: readonly string[] = [];
  #isOpen = false;

  constructor(stream: ScreenStream) {
    this.#stream = stream;
  }

  /** Writes nothing where nothing has changed. */
  draw(lines: readonly string[]): void {
    if (
      this.#isOpen &&
      lines.length === this.#lines.length &&
      lines.every((line, index) => line === this.#lines[index])
    )
      return;
    const up = this.#lines.length > 0 ? `\x1b[${this.#lines.length}A` : '';
    const body = lines.map((line) => `${line}${CLEAR_LINE_END}\n`).join('');
    const start = this.#isOpen ? '' : HIDE_CURSOR;
    this.#stream.write(`${start}${BEGIN_UPDATE}${up}\r${body}${CLEAR_BELOW}${END_UPDATE}`);
    this.#lines = lines;
    this.#isOpen = true;
  }

  /** After the terminal has got another size, it has wrapped lines of its own accord: all is drawn anew. */
  clear(): void {
    if (this.#isOpen) this.#stream.write(CLEAR_ALL);
    this.#lines = [];
  }

  [Symbol.dispose](): void {
    if (this.#isOpen) this.#stream.write(SHOW_CURSOR);
    this.#isOpen = false;
  }
}
