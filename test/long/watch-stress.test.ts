// Five minutes of `dockr watch`: two writers change a tree of 20,000 files without rest, in bursts of 12,000, while containers
// are restarted and made anew and the daemon is killed. Each time they rest, the containers have what the host has.
// DOCKR_SEED and DOCKR_STRESS_SECONDS make it another one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { Random } from '../simulation/random.ts';
import { TestDockr } from '../support/dockr.ts';
import { imagesSkipReason } from '../support/images.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { countEntries, differencesOf } from './watch/compare-trees.ts';

const skip = process.getuid?.() === 0 ? imagesSkipReason() : 'containers need root';
const SECONDS = Number(process.env['DOCKR_STRESS_SECONDS'] ?? 300);
const FOLDERS = 1000;
const FILES_IN_FOLDER = 20;
const BURST = 12_000;
/** A disk that others keep busy takes milliseconds for each file. */
const REST_MS = Number(process.env['DOCKR_REST_MS'] ?? 240_000);

const STACK = `
name: stress
services:
  web: &web
    build: .
    command: ["/busybox", "sleep", "1000000"]
    stop_signal: SIGKILL
    develop:
      watch: [{ path: ./src, target: /app, action: sync }]
  all:
    <<: *web
    scale: 2
    develop:
      watch: [{ path: ./src, target: /srv/all, action: sync, initial_sync: true }]
`;

describe('watching under stress', { skip }, () => {
  let root: TestRoot;
  let dockr: TestDockr;
  let folder: string;
  let source: string;
  before(async () => {
    root = await createTestRoot();
    dockr = new TestDockr(root);
    folder = root.makeDirectory('stress');
    source = join(folder, 'src');
    copyFileSync('/bin/busybox', join(folder, 'busybox'));
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY busybox /\nCOPY src /app\n');
    writeFileSync(join(folder, 'compose.yaml'), STACK);
    for (let number = 0; number < FOLDERS; number++) {
      const path = join(source, `part-${Math.floor(number / 40)}`, `folder-${number % 40}`);
      mkdirSync(path, { recursive: true });
      for (let file = 0; file < FILES_IN_FOLDER; file++)
        writeFileSync(join(path, `file-${file}`), `${number} ${file}\n`);
    }
  });
  after(async () => {
    await dockr?.[Symbol.asyncDispose]();
    await root?.[Symbol.asyncDispose]();
  });

  const containers = (): Promise<ContainerSummary[]> => dockr.lines<ContainerSummary>(['-p', 'stress', 'ps']);
  const write = (seed: number, milliseconds: number, burst: number): Promise<void> => {
    const program = join(import.meta.dirname, 'watch/writer.ts');
    const words = [program, source, seed, milliseconds, burst].map(String);
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`a writer ended with ${code}`))));
    });
  };
  const differences = async (): Promise<readonly string[]> => {
    const running = (await containers()).filter(({ status }) => status === 'running');
    if (running.length !== 3) return [`${running.length} of 3 containers run`];
    return running.flatMap(({ pid, name, service }) =>
      differencesOf(source, `/proc/${pid}/root/${service === 'web' ? 'app' : 'srv/all'}`).map(
        (each) => `${name}: ${each}`,
      ),
    );
  };
  const rest = async (seen: () => string): Promise<void> => {
    let left: readonly string[] = [];
    const isEqual = async (): Promise<boolean> => {
      left = await differences();
      return left.length === 0;
    };
    const options = { timeoutMs: REST_MS, intervalMs: 500 };
    await waitFor('equal trees', isEqual, options).catch((error: unknown) => {
      const told = seen().split('\n').slice(-30).join('\n');
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${why}\n${left.join('\n')}\n${told}\n${dockr.daemonLog()}`);
    });
  };
  const killDaemon = async (): Promise<void> => {
    const pid = dockr.daemonPid();
    assert.ok(pid, 'a daemon runs');
    process.kill(pid, 'SIGKILL');
    await waitFor('another daemon', () => ![null, pid].includes(dockr.daemonPid()));
  };
  const DISTURBANCES: Readonly<Record<string, () => Promise<unknown>>> = {
    nothing: async () => {},
    restart: () => dockr.ok(['-p', 'stress', 'restart', '-t', '0']),
    recreate: () => dockr.ok(['up', '-d', '--force-recreate', '--no-build', '-t', '0'], { cwd: folder }),
    'kill the daemon': killDaemon,
    'stop and start': async () => {
      await dockr.ok(['-p', 'stress', 'stop', '-t', '0']);
      await sleep(500);
      await dockr.ok(['-p', 'stress', 'start']);
    },
  };

  test('at rest the containers have what the host has', async (context) => {
    const seed = Number(process.env['DOCKR_SEED'] ?? Date.now() % 1_000_000);
    context.diagnostic(`DOCKR_SEED=${seed}`);
    const random = new Random(seed);
    await dockr.ok(['up', '-d'], { cwd: folder });
    const { stderr } = await dockr.run(['watch', '--no-up'], {
      cwd: folder,
      timeoutMs: (SECONDS + 2000) * 1000,
      during: async (child, seen) => {
        await waitFor('the first look', () => seen().includes('watching: '), { timeoutMs: 60_000 });
        await rest(seen);
        const until = performance.now() + SECONDS * 1000;
        const names = Object.keys(DISTURBANCES);
        for (let round = 0; round < names.length || performance.now() < until; round++) {
          const name = names[round % names.length] ?? '';
          const milliseconds = 2000 + Math.floor(random.next() * 8000);
          const bursts = round % 2 === 0 ? [BURST, 0] : [0, 2000];
          const writers = bursts.map((burst, index) => write(seed + 10 * round + index, milliseconds, burst));
          await sleep(milliseconds * random.next());
          await DISTURBANCES[name]?.();
          for (const { status } of await Promise.allSettled(writers)) assert.equal(status, 'fulfilled');
          const began = performance.now();
          await rest(seen);
          const took = Math.round(performance.now() - began);
          context.diagnostic(`round ${round}: ${name}, ${countEntries(source)} entries, equal after ${took} ms`);
        }
        assert.equal(child.exitCode, null, seen());
        child.kill('SIGINT');
      },
    });
    assert.doesNotMatch(stderr, /bug/);
  });
});
