// Docker with Compose beside the host, started by a script that is not part of this repository.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { waitFor } from '../support/wait-for.ts';
import { MachineState } from './machine-state.ts';
import type { Shell } from './shell.ts';
import { checkListed, type Side } from './side.ts';

const run = promisify(execFile);
const BESIDE_REPOSITORY = fileURLToPath(new URL('../../../shared/peers/peer', import.meta.url));

/** The script, or undefined: then there is nothing to compare with. */
export function findPeerScript(environment: NodeJS.ProcessEnv): string | undefined {
  const script = environment['DOCKR_PEERS_SCRIPT'] || BESIDE_REPOSITORY;
  return existsSync(script) ? script : undefined;
}

/** A running peer; disposing of it stops it if it did not run before, and takes away what it left on the machine. */
export class Peer implements AsyncDisposable {
  readonly script: string;
  readonly #socket: string;
  /** How the machine was before we started it; undefined if it ran already. */
  readonly #before: MachineState | undefined;

  private constructor(script: string, socket: string, before: MachineState | undefined) {
    this.script = script;
    this.#socket = socket;
    this.#before = before;
  }

  /** Starts it, which the first time on a machine takes about a minute. */
  static async start(script: string): Promise<Peer> {
    const socket = (await run(script, ['socket'])).stdout.trim();
    const before = (await answers(socket)) ? undefined : await MachineState.observe();
    await run(script, ['start']);
    return new Peer(script, socket, before);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#before) return;
    await run(this.script, ['stop']);
    await waitFor('the end of the peer', async () => !(await answers(this.#socket)), { timeoutMs: 30_000 });
    await this.#before.restore();
  }
}

/** `docker compose` on the peer's daemon. */
export async function peerSide(peer: Peer, shell: Shell): Promise<Side> {
  const compose = ({ file }: { readonly file: string }, ...words: string[]) =>
    shell.run(['docker', 'compose', '-f', file, ...words]);
  const { output } = await shell.run(['docker', 'version', '--format', '{{.Server.Version}}']);
  const composeVersion = (await shell.run(['docker', 'compose', 'version', '--short'])).output.trim();
  return {
    name: 'docker compose',
    version: `Docker ${output.trim()}, Compose ${composeVersion}`,
    pull: async (image) => void (await shell.run(['docker', 'pull', '-q', image])),
    forget: async (image) => void (await shell.run(['docker', 'image', 'rm', image])),
    up: async (stack) => (await compose(stack, 'up', '-d')).ms,
    down: async (stack) => (await compose(stack, 'down')).ms,
    ps: async (stack) => {
      const finished = await compose(stack, 'ps');
      checkListed(finished.output, stack);
      return finished.ms;
    },
    memory: async () => {
      const total = Number((await run(peer.script, ['memory'])).stdout);
      return { total, parts: { 'dockerd, containerd, shims, docker-proxy': total } };
    },
  };
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}
