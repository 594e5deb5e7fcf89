// What containers use, and their processes.
import { totalmem } from 'node:os';
import type { ProcessSummary, UsageSummary } from '../../api/usage-messages.ts';
import type { Engine } from '../../engine/engine.ts';

type Chosen = { readonly containers: readonly string[] };

/** Of those that run, in the order they were named: who asks knew them a moment ago, and one may have gone. */
export function usageSummaries({ containers }: Chosen, engine: Engine): readonly UsageSummary[] {
  return containers.flatMap((name) => {
    const record = engine.containers.find(name)?.record;
    const usage = record && engine.containers.inside.usage(record.id);
    if (!usage) return [];
    const { memoryBytes, inactiveFileBytes = 0, memoryLimitBytes, network } = usage;
    return {
      id: record.id,
      name: record.name,
      service: record.spec.service,
      atMs: performance.now(),
      cpuNs: usage.cpuNs ?? null,
      memoryBytes: memoryBytes === undefined ? null : Math.max(0, memoryBytes - inactiveFileBytes),
      memoryLimitBytes: Math.min(memoryLimitBytes ?? Infinity, totalmem()),
      pids: usage.pids ?? null,
      readBytes: usage.readBytes ?? null,
      writtenBytes: usage.writtenBytes ?? null,
      receivedBytes: network?.receivedBytes ?? null,
      sentBytes: network?.sentBytes ?? null,
    };
  });
}

/** Likewise. */
export async function processSummaries({ containers }: Chosen, engine: Engine): Promise<readonly ProcessSummary[]> {
  const found = containers.map(async (name) => {
    const record = engine.containers.find(name)?.record;
    if (!record) return [];
    const { service } = record.spec;
    const processes = await engine.containers.inside.processes(record.id);
    return processes.map((facts) => ({ container: record.name, service, ...facts }));
  });
  return (await Promise.all(found)).flat();
}
