// The daemon: takes the machine's lock, finds everything again, serves the API until told to stop.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeploymentEvents } from '../agent/events/deployment-events.ts';
import type { RoundReport } from '../agent/round-report.ts';
import { daemonPaths } from '../api/paths.ts';
import { SYSTEM_CLOCK } from '../core/clock.ts';
import { Emitter } from '../core/emitter.ts';
import { DockrError, SystemError, toWireError } from '../core/errors.ts';
import { VERSION } from '../core/version.ts';
import { Engine } from '../engine/engine.ts';
import { giveFreeMemoryBack } from '../os/free-memory.ts';
import { becomeSubreaper } from '../os/process.ts';
import { keepSignalsFromPool } from '../os/signal-mask.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { DeploymentTable } from '../store/deployments.ts';
import { notePreviewEnd } from './audit/note-preview-end.ts';
import { noteRepair } from './audit/note-repairs.ts';
import { noteRound } from './audit/note-rounds.ts';
import { openAudit } from './audit/open-audit.ts';
import { endWithMachine } from './end-with-machine.ts';
import { createHandlers } from './handlers/handlers.ts';
import { MemoryReturn } from './memory-return.ts';
import type { Notice } from './notice.ts';
import { followFiles, keepPreviews, openAgent } from './open-agent.ts';
import { openMetrics } from './open-metrics.ts';
import { openOverlay } from './open-overlay.ts';
import { releaseRunDirectory, takeDirectories } from './own-directories.ts';
import { PromotionLoop } from './promotion-loop.ts';
import { RepairGate } from './repair-gate.ts';
import { RepairLoop } from './repair-loop.ts';
import { replaceDaemon } from './replace-daemon.ts';
import { openReports } from './reports/open-reports.ts';
import { SentTrees } from './sent-trees.ts';
import { serve } from './server.ts';
import { isMachineGoingDown, serviceManager } from './service-manager.ts';
import { StackTurns } from './stack-turns.ts';
import { startAfterBoot } from './start-after-boot.ts';
import { takeOver } from './take-over.ts';

/** EX_CONFIG: something is missing that starting again does not mend, so that the supervisor gives up. */
const EXIT_HOPELESS = 78;

/** Runs until SIGTERM or the route `shutdown`. A second daemon on the same run directory ends at once, with status 0. */
export async function runDaemon(environment: NodeJS.ProcessEnv): Promise<void> {
  keepSignalsFromPool();
  if (process.geteuid?.() !== 0) {
    throw new SystemError('not-root', {
      message: 'the daemon needs root: it makes namespaces, mounts and networks',
      hint: 'run it with sudo, or as a system service',
    });
  }
  // The root directory of a container gets its mode from here, whatever the umask of who started the daemon.
  process.umask(0o022);
  const paths = daemonPaths(environment);
  const manager = serviceManager({ environment, warn });
  const unlock = manager.startedUs ? await replaceDaemon(paths) : takeDirectories(paths);
  if (!unlock) return;
  becomeSubreaper();
  const overlay = await openOverlay({ paths, environment, warn });
  const engine = await Engine.open({ paths, environment, warn, overlay });
  const audit = openAudit(engine, VERSION);
  await takeOver(engine, warn);
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const turns = new StackTurns();
  const gate = new RepairGate();
  const notices = new Emitter<Notice>();
  const onRound = (report: RoundReport): void => {
    noteRound(audit.log, report);
    metrics.onRound(report);
  };
  const events = new DeploymentEvents((error) => warn('report-failed', String(error)));
  const agent = openAgent({
    ...{ engine, turns, environment, log: audit.log, events, onRound },
    onPreviewNotes: (name, notes) => previews.setNotes(name, notes),
  });
  const previews = keepPreviews(agent, engine, (name, why) => notePreviewEnd(audit.log, name, why));
  const metrics = await openMetrics({ engine, agent, log: audit.log, environment, warn });
  // Before the first round, so that nothing of it is missed.
  const { database } = engine;
  const deployments = new DeploymentTable(database);
  const { onDelivery } = metrics;
  const onWake = (name: string): void => previews.hint(name);
  const reports = await openReports({ environment, agent, database, deployments, events, warn, onDelivery, onWake });
  await agent.start();
  const declarations = followFiles(agent, environment);
  const server = await serve(
    paths.socket,
    createHandlers({
      engine,
      agent,
      declarations,
      previews,
      audit,
      trees: new SentTrees(paths.state),
      turns,
      gate,
      notices,
      shutdown: () => setTimeout(stop, 20),
    }),
  );
  writeFileSync(join(paths.run, 'daemon.pid'), `${process.pid}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  const warnOfRepair = (code: string, message: string): void => {
    noteRepair(audit.log, code, message);
    metrics.onWarning(code);
    warn(code, message);
  };
  const repair = new RepairLoop({
    engine,
    turns,
    gate,
    notices,
    warn: warnOfRepair,
    intervalMs: repairIntervalMs(environment),
  });
  const promotion = new PromotionLoop({ engine, turns, gate, notices, warn: warnOfRepair });
  const memory = new MemoryReturn({ clock: SYSTEM_CLOCK, processorMs, giveBack: giveFreeMemoryBack });
  const ending = new AbortController();
  void declarations.start();
  void previews.start();
  const booting = startAfterBoot({
    engine,
    warn,
    signal: ending.signal,
    patienceMs: bootPatienceMs(environment),
  }).catch((error: unknown) => warn('boot-not-finished', error instanceof Error ? error.message : String(error)));
  manager.tellReady();
  await stopped;
  manager.tellStopping();
  ending.abort();
  repair[Symbol.dispose]();
  promotion[Symbol.dispose]();
  memory[Symbol.dispose]();
  if (await isMachineGoingDown(environment)) {
    await reports[Symbol.asyncDispose]();
    await endWithMachine({ engine, warn, askForTime: manager.askForTime });
    await leaveOverlay(overlay);
    await audit.log.close();
    return engine.flush();
  }
  await booting;
  await declarations.stop();
  await previews.stop();
  await agent.close();
  await reports[Symbol.asyncDispose]();
  metrics.close();
  server.close();
  server.closeAllConnections();
  const empty = engine.containers.list().length === 0;
  if (empty) await evenSo(() => engine.withdraw());
  if (empty) await leaveOverlay(overlay);
  await evenSo(() => audit.log.close());
  await evenSo(() => engine.close());
  await overlay?.close();
  rmSync(paths.socket, { force: true });
  rmSync(join(paths.run, 'daemon.pid'), { force: true });
  if (empty) releaseRunDirectory(paths);
  unlock();
}

/** A disk that is full keeps the daemon from tidying up, not from ending: a failure would be a reason to start it again. */
async function evenSo(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    warn('not-tidied-up', error instanceof Error ? error.message : String(error));
  }
}

/** Other hosts need not wait for the lease to run out. Nothing depends on it. */
async function leaveOverlay(overlay: Overlay | undefined): Promise<void> {
  await overlay
    ?.withdraw()
    .catch((error: unknown) => warn('overlay-not-left', error instanceof Error ? error.message : String(error)));
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
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

// A log that cannot be written, on a disk that is full, is no reason to end.
process.stderr.on('error', () => {});
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
