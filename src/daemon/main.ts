// The daemon: takes the machine's lock, finds everything again, serves the API until told to stop.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DaemonPaths, daemonPaths } from '../api/paths.ts';
import { mendReplacements } from '../apply/replace-container.ts';
import { DockrError, SystemError, toWireError } from '../core/errors.ts';
import { KeyedMutex } from '../core/mutex.ts';
import { Engine } from '../engine/engine.ts';
import { tryLock } from '../os/file-lock.ts';
import { makePrivate, mountsBeneath, mountTmpfs, unmount } from '../os/mounts.ts';
import { becomeSubreaper } from '../os/process.ts';
import { createHandlers } from './handlers/handlers.ts';
import { openAgent } from './open-agent.ts';
import { RepairLoop } from './repair-loop.ts';
import { serve } from './server.ts';

/** EX_CONFIG: something is missing that starting again does not mend, so that the supervisor gives up. */
const EXIT_HOPELESS = 78;
const RUN_TMPFS_OPTIONS = 'mode=0711,size=256m,nr_inodes=0';

/** Runs until SIGTERM or the route `shutdown`. A second daemon on the same run directory ends at once, with status 0. */
export async function runDaemon(environment: NodeJS.ProcessEnv): Promise<void> {
  if (process.geteuid?.() !== 0) {
    throw new SystemError('not-root', {
      message: 'the daemon needs root: it makes namespaces, mounts and networks',
      hint: 'run it with sudo, or as a system service',
    });
  }
  const paths = daemonPaths(environment);
  const unlock = takeOwnership(paths);
  if (!unlock) return;
  becomeSubreaper();
  const engine = await Engine.open({ paths, environment, warn });
  await engine.restore();
  await mendReplacements(engine.containers);
  for (const step of engine.journal.takeInterrupted())
    warn('interrupted-step', `${step.stack}: "${step.step}" was cut short; the next up or down finishes it`);
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const stackLocks = new KeyedMutex();
  const agent = openAgent(engine, stackLocks, environment);
  await agent.start();
  const server = await serve(
    paths.socket,
    createHandlers({ engine, agent, stackLocks, shutdown: () => setTimeout(stop, 20) }),
  );
  writeFileSync(join(paths.run, 'daemon.pid'), `${process.pid}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  const repair = new RepairLoop({ engine, warn });
  await stopped;
  repair[Symbol.dispose]();
  await agent.close();
  server.close();
  server.closeAllConnections();
  const empty = engine.containers.list().length === 0;
  if (empty) await engine.withdraw();
  await engine.close();
  rmSync(paths.socket, { force: true });
  rmSync(join(paths.run, 'daemon.pid'), { force: true });
  releaseRunDirectory(paths, empty);
  unlock();
}

/** Makes the directories and takes the lock, or gives undefined if another daemon has it. */
function takeOwnership(paths: DaemonPaths): (() => void) | undefined {
  mkdirSync(paths.state, { recursive: true, mode: 0o711 });
  const unlock = tryLock(join(paths.state, 'daemon.lock'));
  if (!unlock) return undefined;
  mkdirSync(paths.run, { recursive: true, mode: 0o711 });
  if (!isTmpfs(paths.run)) {
    mountTmpfs(paths.run, RUN_TMPFS_OPTIONS);
    makePrivate(paths.run);
  }
  for (const folder of ['containers', 'exits', 'netns', 'runtime'])
    mkdirSync(join(paths.run, folder), { recursive: true, mode: 0o711 });
  return unlock;
}

/** Creating files on ext4 after many deletions costs up to 10 ms each; what lives only until a reboot belongs on tmpfs. */
function isTmpfs(path: string): boolean {
  let best = { length: 0, type: '' };
  for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
    const [left, right] = line.split(' - ');
    const target = left?.split(' ')[4] ?? '';
    const covers = target === '/' || path === target || path.startsWith(`${target}/`);
    if (covers && target.length >= best.length) best = { length: target.length, type: right?.split(' ')[0] ?? '' };
  }
  return best.type === 'tmpfs';
}

/** The last thing that would stay on the machine: our own tmpfs, when no container is left that needs it. */
function releaseRunDirectory(paths: DaemonPaths, empty: boolean): void {
  if (!empty) return;
  const own = mountsBeneath(paths.run).some((mount) => mount.target === paths.run && mount.type === 'tmpfs');
  if (own && mountsBeneath(paths.run).length === 1) unmount(paths.run);
}

function warn(code: string, message: string): void {
  process.stderr.write(`${new Date().toISOString()} warning[${code}]: ${message}\n`);
}

process.on('uncaughtException', (error) => {
  process.stderr.write(`${new Date().toISOString()} bug: ${error.stack ?? error}\n`);
  process.exit(70);
});

try {
  await runDaemon(process.env);
  process.exit(0);
} catch (error) {
  const wire = toWireError(error);
  process.stderr.write(
    `error[${wire.code}]: ${wire.message}\n${wire.hint ? `  hint: ${wire.hint}\n` : ''}${wire.code === 'bug' ? `${(wire.output ?? []).join('\n')}\n` : ''}`,
  );
  process.exit(error instanceof DockrError ? EXIT_HOPELESS : 1);
}
