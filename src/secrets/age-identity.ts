import type { Decrypter } from 'age-encryption';

const SECRET_KEY = /^AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+$/;

/** A private key: it can be used, and neither printed nor turned into JSON. */
export class AgeIdentity {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Undefined for what is no key of age. */
  static parse(text: string): AgeIdentity | undefined {
    return SECRET_KEY.test(text) ? new AgeIdentity(text) : undefined;
  }

  /** Throws for a key that was mistyped: it ends in a checksum. */
  addTo(decrypter: Decrypter): void {
    decrypter.addIdentity(this.#text);
  }

  toJSON(): string {
    return '(private key)';
  }
}
