// Runs in the network namespace of a simulated host: the engine's networks with overlays, which do what the test asks for.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toWireError } from '../../../src/core/errors.ts';
import type { OverlayNetworkSpec } from '../../../src/core/specs.ts';
import type { NetworkEngine } from '../../../src/engine/networks/network-engine.ts';
import { openHostOverlay } from '../../../src/overlay/host/open-host-overlay.ts';
import type { Overlay } from '../../../src/overlay/overlay.ts';
import type { OverlaySettings } from '../../../src/overlay/settings/overlay-settings.ts';
import { Database } from '../../../src/store/database.ts';
import { networkSpec, openEngine, port, recordContainer, request } from '../../engine/networks/network-lab.ts';

export type EngineSetup = {
  readonly directory: string;
  readonly settings: OverlaySettings;
  readonly patienceMs: number;
  readonly reconcileMs: number;
};

export type AttachCall = {
  readonly name: string;
  readonly networks: readonly string[];
  readonly aliases?: readonly string[];
  readonly ipv4?: string;
  /** Host port that leads to port 80. */
  readonly hostPort?: number;
};

export type EngineCall =
  | ({ readonly call: 'open' } & EngineSetup)
  | { readonly call: 'create'; readonly name: string; readonly overrides: Partial<OverlayNetworkSpec> }
  | ({ readonly call: 'attach' } & AttachCall)
  | { readonly call: 'detach'; readonly name: string }
  | { readonly call: 'remove'; readonly name: string }
  | { readonly call: 'status' }
  | { readonly call: 'probe' }
  | { readonly call: 'close'; readonly withdraws: boolean };

type Opened = {
  readonly database: Database;
  readonly engine: NetworkEngine;
  readonly overlay: Overlay;
  readonly warnings: string[];
};

const NAMES = { linkPrefix: 'dkt', linkGroup: 0xd0e, tableName: 'dockr_test_overlay' };
let opened: Opened | undefined;

process.on('message', async ({ id, request: wanted }: { readonly id: number; readonly request: EngineCall }) => {
  try {
    process.send?.({ id, result: (await answer(wanted)) ?? null });
  } catch (error) {
    process.send?.({ id, error: toWireError(error) });
  }
});
// The test's process is gone.
process.on('disconnect', () => process.exit(1));

async function answer(wanted: EngineCall): Promise<unknown> {
  if (wanted.call === 'open') return open(wanted);
  if (!opened) throw new Error('no engine is open');
  const { engine, overlay, warnings, database } = opened;
  switch (wanted.call) {
    case 'create':
      return engine.provideNetwork({ ...networkSpec(wanted.name), ...wanted.overrides, driver: 'overlay' });
    case 'attach':
      return attach(opened, wanted);
    case 'detach': {
      const { containerId } = request(wanted.name, []);
      await engine.setReachable(containerId, false);
      await engine.detachContainer(containerId);
      database.run('DELETE FROM containers WHERE id = ?', containerId);
      return null;
    }
    case 'remove':
      return engine.removeNetwork(wanted.name);
    case 'status':
      return {
        ...overlay.status(),
        warnings,
        leftovers: engine.leftovers(),
        problemsOf: [...engine.observer.containerProblems()],
      };
    case 'probe':
      return overlay.probe();
    case 'close':
      if (wanted.withdraws) await overlay.withdraw();
      await engine.close();
      await overlay.close();
      database[Symbol.dispose]();
      opened = undefined;
      return null;
  }
}

/** As the daemon does it: what is recorded is restored. */
async function open({ directory, settings, patienceMs, reconcileMs }: EngineSetup): Promise<void> {
  const warnings: string[] = [];
  const warn = (code: string, message: string) => void warnings.push(`${code}: ${message}`);
  mkdirSync(join(directory, 'run'), { recursive: true });
  writeFileSync(join(directory, 'resolv.conf'), 'nameserver 192.0.2.53\n');
  const idFile = join(directory, 'overlay-id');
  const viewFile = join(directory, 'overlay-view.json');
  const overlay = await openHostOverlay({ settings, idFile, viewFile, ...NAMES, warn, patienceMs, reconcileMs });
  const database = new Database(join(directory, 'dockr.db'));
  const engine = openEngine(database, directory, { overlay, onWarning: warn });
  opened = { database, engine, overlay, warnings };
  const recorded = database.all('SELECT id FROM containers').map((row) => String(row['id']));
  await engine.restore(recorded.filter((id) => existsSync(engine.namespacePath(id))));
}

async function attach({ engine, database }: Opened, wanted: AttachCall): Promise<unknown> {
  const { name, networks, aliases = [], ipv4 = null, hostPort } = wanted;
  const attachments = networks.map((network) => ({ network, aliases, ipv4, mac: null }));
  const ports = hostPort === undefined ? [] : [port(hostPort, 80)];
  const full = request(name, [], { attachments, ports });
  const endpoints = await engine.attachContainer(full);
  recordContainer(database, full);
  await engine.setReachable(full.containerId, true);
  return { namespace: engine.namespacePath(full.containerId), addresses: endpoints.map((endpoint) => endpoint.ipv4) };
}
