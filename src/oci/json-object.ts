// Typed reading of hostile JSON: each accessor returns what was asked for or throws an ImageError that names the field.
import { ImageError } from '../core/errors.ts';

/** A JSON object whose fields are checked as they are read. `null` counts as absent, as Go writes it. */
export class JsonObject {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly #code: string;
  readonly #path: string;

  constructor(fields: Readonly<Record<string, unknown>>, options: { readonly code: string; readonly path: string }) {
    this.fields = fields;
    this.#code = options.code;
    this.#path = options.path;
  }

  has(key: string): boolean {
    return this.#get(key) !== undefined;
  }

  optionalString(key: string): string | undefined {
    const value = this.#get(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw this.wrong(key, 'a string');
    return value;
  }

  string(key: string): string {
    return this.optionalString(key) ?? this.#throwMissing(key);
  }

  optionalBoolean(key: string): boolean | undefined {
    const value = this.#get(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'boolean') throw this.wrong(key, 'true or false');
    return value;
  }

  /** A whole number within ±2^53. */
  optionalInteger(key: string): number | undefined {
    const value = this.#get(key);
    if (value === undefined) return undefined;
    if (!Number.isSafeInteger(value)) throw this.wrong(key, 'a whole number');
    return Number(value);
  }

  /** A number of bytes, zero or more. */
  size(key: string): number {
    const value = this.optionalInteger(key) ?? this.#throwMissing(key);
    if (value < 0) throw this.wrong(key, 'zero or more');
    return value;
  }

  optionalStrings(key: string): readonly string[] | undefined {
    const value = this.#get(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
      throw this.wrong(key, 'a list of strings');
    return value;
  }

  optionalStringMap(key: string): Readonly<Record<string, string>> | undefined {
    const map = this.optionalObject(key);
    if (!map) return undefined;
    return Object.fromEntries(Object.keys(map.fields).map((name) => [name, map.optionalString(name) ?? '']));
  }

  optionalObject(key: string): JsonObject | undefined {
    const value = this.#get(key);
    if (value === undefined) return undefined;
    return this.#child(value, key);
  }

  object(key: string): JsonObject {
    return this.optionalObject(key) ?? this.#throwMissing(key);
  }

  optionalObjects(key: string, maximum: number): readonly JsonObject[] | undefined {
    const value = this.#get(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.wrong(key, 'a list');
    if (value.length > maximum) throw this.wrong(key, `at most ${maximum} entries`);
    return value.map((item: unknown, index) => this.#child(item, `${key}[${index}]`));
  }

  wrong(key: string, expected: string): ImageError {
    return new ImageError(this.#code, { message: `invalid ${this.#path}: "${key}" must be ${expected}` });
  }

  #get(key: string): unknown {
    return Object.hasOwn(this.fields, key) ? (this.fields[key] ?? undefined) : undefined;
  }

  #child(value: unknown, key: string): JsonObject {
    if (!isRecord(value)) throw this.wrong(key, 'an object');
    return new JsonObject(value, { code: this.#code, path: `${this.#path}, ${key}` });
  }

  #throwMissing(key: string): never {
    throw new ImageError(this.#code, { message: `invalid ${this.#path}: "${key}" is missing` });
  }
}

/** Parses bytes that must hold one JSON object of at most `maximumBytes`. `what` names it in errors. */
export function parseJsonObject(
  bytes: Uint8Array,
  options: { readonly code: string; readonly what: string; readonly maximumBytes: number },
): JsonObject {
  const { code, what, maximumBytes } = options;
  if (bytes.length > maximumBytes) {
    throw new ImageError(code, { message: `${what} has ${bytes.length} bytes, more than the ${maximumBytes} allowed` });
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ImageError(code, { message: `${what} is not valid JSON`, cause });
  }
  if (!isRecord(value)) throw new ImageError(code, { message: `${what} is not a JSON object` });
  return new JsonObject(value, { code, path: what });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
