const BLANKS = /\p{White_Space}/u;

/** Words of a text as it grows: what is added protected never splits. */
export class WordCollector {
  readonly #words: string[] = [];
  #word = '';

  addProtected(text: string): void {
    this.#word += text;
  }

  add(text: string): void {
    const [first = '', ...others] = text.split(BLANKS);
    this.#word += first;
    for (const piece of others) {
      this.#finish();
      this.#word = piece;
    }
  }

  words(): readonly string[] {
    this.#finish();
    return this.#words;
  }

  #finish(): void {
    if (this.#word !== '') this.#words.push(this.#word);
    this.#word = '';
  }
}
