// One address of etcd, and the connection to it. gRPC comes from @grpc/grpc-js; no other file knows it.
import { Client, type ClientOptions, credentials, type Deadline, Metadata } from '@grpc/grpc-js';
import type { EndpointAddress, StoreTls } from '../store-configuration.ts';
import { StoreError } from '../store-error.ts';
import type { GrpcStatus } from './explain-status.ts';
import type { Method } from './methods.ts';
import { Fields } from './wire.ts';

/** A call that did not end well. */
export class CallFailure extends Error {
  readonly status: GrpcStatus;

  constructor(status: GrpcStatus) {
    super(`gRPC status ${status.code}: ${status.details}`);
    this.status = status;
  }
}

export type AttemptOptions = { readonly token: string | undefined; readonly signal: AbortSignal | undefined };

// etcd hangs up on whoever pings more often than every 5 s. One that is gone or stands still is noticed after 10 s.
const OPTIONS: ClientOptions = {
  'grpc.keepalive_time_ms': 7000,
  'grpc.keepalive_timeout_ms': 3000,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2000,
  'grpc.max_receive_message_length': 32 * 1024 * 1024,
  // What may be tried again is decided above, where it is known what the call does.
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
  // The store is beside the hosts: a proxy for the way out is not the way to it.
  'grpc.enable_http_proxy': 0,
  'grpc.use_local_subchannel_pool': 1,
};

/** Connects when it is first used. Failures are `CallFailure`s. */
export class Endpoint implements Disposable {
  readonly url: string;
  readonly #client: Client;

  constructor(address: EndpointAddress, tls: StoreTls | undefined) {
    this.url = address.url;
    const name = tls?.serverName;
    const naming = name ? { 'grpc.ssl_target_name_override': name, 'grpc.default_authority': name } : {};
    this.#client = new Client(address.target, credentialsOf(address, tls), { ...OPTIONS, ...naming });
  }

  /** One request, one answer. */
  call<Request, Answer>(
    method: Method<Request, Answer>,
    request: Request,
    options: AttemptOptions & { readonly timeoutMs: number },
  ): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const deadline: Deadline = Date.now() + options.timeoutMs;
    const call = this.#client.makeUnaryRequest(
      method.path,
      (value: Buffer) => value,
      (bytes) => bytes,
      method.encode(request),
      metadataOf(options.token),
      { deadline },
      (error, answer) => {
        options.signal?.removeEventListener('abort', cancel);
        if (error) return reject(new CallFailure(error));
        try {
          resolve(decode(method, answer ?? Buffer.alloc(0)));
        } catch (malformed) {
          reject(malformed);
        }
      },
    );
    function cancel(): void {
      call.cancel();
    }
    options.signal?.addEventListener('abort', cancel, { once: true });
    return promise;
  }

  /** One request, then answers until one side ends it. Whoever stops iterating ends it. */
  async *stream<Request, Answer>(
    method: Method<Request, Answer>,
    request: Request,
    options: AttemptOptions,
  ): AsyncGenerator<Answer, void, void> {
    const metadata = metadataOf(options.token);
    // A member without a leader would be silent; so it says that it has none.
    metadata.set('hasleader', 'true');
    const call = this.#client.makeBidiStreamRequest<Buffer, Buffer>(method.path, same, same, metadata);
    const cancel = () => call.cancel();
    options.signal?.addEventListener('abort', cancel, { once: true });
    try {
      if (options.signal?.aborted) return;
      call.write(method.encode(request));
      for await (const answer of call) yield decode(method, answer as Buffer);
    } catch (error) {
      throw isStatus(error) ? new CallFailure(error) : error;
    } finally {
      options.signal?.removeEventListener('abort', cancel);
      // It fails once more because of that, when nobody listens any longer.
      call.on('error', () => {});
      call.cancel();
    }
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

function credentialsOf({ isSecure }: EndpointAddress, tls: StoreTls | undefined) {
  if (!isSecure) return credentials.createInsecure();
  const { authority, client } = tls ?? {};
  try {
    return credentials.createSsl(bytesOf(authority), bytesOf(client?.key), bytesOf(client?.certificate));
  } catch (cause) {
    throw new StoreError('store-bad-configuration', {
      message: `DOCKR_OVERLAY_CA, DOCKR_OVERLAY_CERT or DOCKR_OVERLAY_KEY cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
}

function metadataOf(token: string | undefined): Metadata {
  const metadata = new Metadata();
  if (token) metadata.set('token', token);
  return metadata;
}

function decode<Request, Answer>(method: Method<Request, Answer>, bytes: Buffer): Answer {
  return method.decode(new Fields(bytes));
}

function isStatus(error: unknown): error is Error & GrpcStatus {
  return error instanceof Error && 'details' in error && 'code' in error && typeof error.code === 'number';
}

function bytesOf(text: string | undefined): Buffer | null {
  return text === undefined ? null : Buffer.from(text);
}

function same(bytes: Buffer): Buffer {
  return bytes;
}
