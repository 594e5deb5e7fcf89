// The daemon: takes the machine's lock, finds everything again, serves the API until told to stop.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { daemonPaths } from '../api/paths.ts';
import { Emitter } from '../core/emitter.ts';
import { DockrError, SystemError, toWireError } from '../core/errors.ts';
import { KeyedMutex } from '../core/mutex.ts';
import { Engine } from '../engine/engine.ts';
import { becomeSubreaper } from '../os/process.ts';
import { createHandlers } from './handlers/handlers.ts';
import type { Notice } from './notice.ts';
import { openAgent } from './open-agent.ts';
import { releaseRunDirectory, takeDirectories } from './own-directories.ts';
import { PromotionLoop } from './promotion-loop.ts';
import { RepairGate } from './repair-gate.ts';
import { RepairLoop } from './repair-loop.ts';
import { serve } from './server.ts';
import { startAfterBoot } from './start-after-boot.ts';
import { takeOver } from './take-over.ts';

/** EX_CONFIG: something is missing that starting again does not mend, so that the supervisor gives up. */
const EXIT_HOPELESS = 78;

/** Runs until SIGTERM or the route `shutdown`. A second daemon on the same run directory ends at once, with status 0. */
export async function runDaemon(environment: NodeJS.ProcessEnv): Promise<void> {
  if (process.geteuid?.() !== 0) {
    throw new SystemError('not-root', {
      message: 'the daemon needs root: it makes namespaces, mounts and networks',
      hint: 'run it with sudo, or as a system service',
    });
  }
  // The root directory of a container gets its mode from here, whatever the umask of who started the daemon.
  process.umask(0o022);
  const paths = daemonPaths(environment);
  const unlock = takeDirectories(paths);
  if (!unlock) return;
  becomeSubreaper();
  const engine = await Engine.open({ paths, environment, warn });
  await takeOver(engine, warn);
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const stackLocks = new KeyedMutex();
  const gate = new RepairGate();
  const notices = new Emitter<Notice>();
  const agent = openAgent(engine, stackLocks, environment);
  await agent.start();
  const server = await serve(
    paths.socket,
    createHandlers({ engine, agent, stackLocks, gate, notices, shutdown: () => setTimeout(stop, 20) }),
  );
  writeFileSync(join(paths.run, 'daemon.pid'), `${process.pid}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  const repair = new RepairLoop({ engine, stackLocks, gate, notices, warn, intervalMs: repairIntervalMs(environment) });
  const promotion = new PromotionLoop({ engine, stackLocks, gate, notices, warn });
  const ending = new AbortController();
  const booting = startAfterBoot({
    engine,
    warn,
    signal: ending.signal,
    patienceMs: bootPatienceMs(environment),
  }).catch((error: unknown) => warn('boot-not-finished', error instanceof Error ? error.message : String(error)));
  await stopped;
  ending.abort();
  await booting;
  repair[Symbol.dispose]();
  promotion[Symbol.dispose]();
  await agent.close();
  server.close();
  server.closeAllConnections();
  const empty = engine.containers.list().length === 0;
  if (empty) await engine.withdraw();
  await engine.close();
  rmSync(paths.socket, { force: true });
  rmSync(join(paths.run, 'daemon.pid'), { force: true });
  if (empty) releaseRunDirectory(paths);
  unlock();
}

/** `DOCKR_REPAIR_INTERVAL`, in seconds. */
function repairIntervalMs({ DOCKR_REPAIR_INTERVAL }: NodeJS.ProcessEnv): number | undefined {
  const seconds = Number(DOCKR_REPAIR_INTERVAL || Number.NaN);
  return seconds > 0 ? seconds * 1000 : undefined;
}

/** `DOCKR_BOOT_PATIENCE`, in seconds: how long the start of a service after a reboot may wait for another. */
function bootPatienceMs({ DOCKR_BOOT_PATIENCE }: NodeJS.ProcessEnv): number | undefined {
  const seconds = Number(DOCKR_BOOT_PATIENCE || Number.NaN);
  return seconds >= 0 ? seconds * 1000 : undefined;
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
