// What takes notifications in tests: HTTP and mail, on loopback.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { TestCertificate } from '../../support/certificate.ts';

export type Received = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };

export class HttpReceiver implements AsyncDisposable {
  readonly received: Received[] = [];
  /** Statuses of the next answers; then 200. */
  readonly statuses: number[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const body = await text(request);
      const status = this.statuses.shift() ?? 200;
      if (status === 200) this.received.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(status).end();
    });
  }

  static async start(): Promise<HttpReceiver> {
    const receiver = new HttpReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  json(index: number): unknown {
    return JSON.parse(this.received[index]?.body ?? 'null');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export type Mail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
  readonly secure: boolean;
  readonly user: string | undefined;
};

export type MailOptions = {
  readonly certificate?: TestCertificate;
  /** With TLS from the start. */
  readonly secure?: boolean;
  readonly login?: { readonly user: string; readonly password: string };
  /** Answers to recipients, by address; for the first of them only, if `once`. */
  readonly refuse?: { readonly code: number; readonly once: boolean };
};

/** A real mail server, which keeps what it is sent. */
export class MailReceiver implements AsyncDisposable {
  readonly mails: Mail[] = [];
  readonly #server: SMTPServer;
  #refusals = 0;

  private constructor({ certificate, secure = false, login, refuse }: MailOptions) {
    this.#server = new SMTPServer({
      ...(certificate ? { key: certificate.key, cert: certificate.certificate } : {}),
      secure,
      disabledCommands: certificate ? [] : ['STARTTLS'],
      authOptional: login === undefined,
      allowInsecureAuth: false,
      onAuth: ({ username, password }, _session, done) => {
        const isRight = username === login?.user && password === login?.password;
        if (isRight) done(null, { user: username ?? '' });
        else done(new Error('no'));
      },
      onRcptTo: (_address, _session, done) => {
        if (!refuse || (refuse.once && this.#refusals++ > 0)) return done();
        done(Object.assign(new Error('not now'), { responseCode: refuse.code }));
      },
      onData: async (stream, session, done) => {
        const { mailFrom, rcptTo } = session.envelope;
        this.mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          data: await text(stream),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
        });
        done();
      },
    });
    this.#server.on('error', () => {});
  }

  static async start(options: MailOptions = {}): Promise<MailReceiver> {
    const receiver = new MailReceiver(options);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}
