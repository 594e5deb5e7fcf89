// Lines of containers, each behind the name of its container.
import type { DockrEvent } from '../core/events.ts';
import type { Output } from './output.ts';
import { RAINBOW, type StyleName } from './paint.ts';

export type LogEvent = Extract<DockrEvent, { readonly type: 'log' }>;

export type LogPrinterOptions = {
  readonly output: Output;
  /** Left out of the names: `shop-web-1` of the stack `shop` shows as `web-1`. */
  readonly stack: string | null;
  /** Containers that are known already, so that the first line is as wide as the last. */
  readonly containers: readonly { readonly name: string; readonly service: string | null }[];
  readonly prefix: boolean;
  readonly timestamps: boolean;
  /** False leaves even a terminal without colours. */
  readonly colour: boolean;
  /** Lines of JSON instead. */
  readonly json: boolean;
};

/** A line longer than this is printed in pieces. */
const MAX_LINE_LENGTH = 1024 * 1024;

export class LogPrinter {
  readonly #options: LogPrinterOptions;
  readonly #styles = new Map<string, StyleName>();
  readonly #pieces = new Map<string, { readonly first: LogEvent; text: string }>();
  #width = 0;

  constructor(options: LogPrinterOptions) {
    this.#options = options;
    for (const { name } of options.containers) this.#widen(name);
    const services = options.containers.map((container) => container.service ?? container.name);
    for (const service of services.sort()) this.#styleOf(service);
  }

  print(event: LogEvent): void {
    if (this.#options.json) {
      this.#options.output.stdout.write(`${JSON.stringify(event)}\n`);
      return;
    }
    const key = `${event.stream} ${event.container}`;
    const piece = this.#pieces.get(key) ?? { first: event, text: '' };
    piece.text += event.line;
    if (event.partial && piece.text.length < MAX_LINE_LENGTH) {
      this.#pieces.set(key, piece);
      return;
    }
    this.#pieces.delete(key);
    this.#write(piece.first, piece.text);
  }

  /** A line about a container, beside its output: `web-1 exited with code 0`. */
  note(container: string, text: string): void {
    if (!this.#options.json) this.#options.output.stderr.write(`${this.displayName(container)} ${text}\n`);
  }

  /** Prints what has not ended with a line end. */
  flush(): void {
    for (const { first, text } of this.#pieces.values()) this.#write(first, text);
    this.#pieces.clear();
  }

  displayName(container: string): string {
    const start = this.#options.stack === null ? '' : `${this.#options.stack}-`;
    return container.startsWith(start) ? container.slice(start.length) : container;
  }

  #write(event: LogEvent, text: string): void {
    const channel = event.stream === 'stderr' ? this.#options.output.stderr : this.#options.output.stdout;
    const time = this.#options.timestamps ? `${event.time} ` : '';
    channel.write(`${this.#prefix(event, channel.paint)}${time}${text}\n`);
  }

  #prefix(event: LogEvent, paint: Output['stdout']['paint']): string {
    if (!this.#options.prefix) return '';
    this.#widen(event.container);
    const name = this.displayName(event.container).padEnd(this.#width);
    const text = `${name}  | `;
    return this.#options.colour ? paint(this.#styleOf(event.service ?? event.container), text) : text;
  }

  #widen(container: string): void {
    this.#width = Math.max(this.#width, this.displayName(container).length);
  }

  #styleOf(service: string): StyleName {
    const known = this.#styles.get(service);
    if (known) return known;
    const style = RAINBOW[this.#styles.size % RAINBOW.length] ?? 'cyan';
    this.#styles.set(service, style);
    return style;
  }
}
