// What planning, applying and the loops of the daemon need of the engine, and nothing more: the engine has it all, and the
// simulation puts a machine of its own behind it (decision 0008).
import type { Emitter } from '../core/emitter.ts';
import type { Tracer } from '../core/trace.ts';
import type { Builder } from '../engine/build/builder.ts';
import type { ContainerEngine } from '../engine/containers/container-engine.ts';
import type { ContainerEvent } from '../engine/containers/container-options.ts';
import type { Engine } from '../engine/engine.ts';
import type { ImageStore } from '../engine/images/image-store.ts';
import type { NetworkEngine } from '../engine/networks/network-engine.ts';
import type { NetworkObserver } from '../engine/networks/network-observer.ts';
import type { Traffic } from '../engine/networks/traffic/traffic.ts';
import type { VolumeEngine } from '../engine/volumes/volume-engine.ts';
import type { Database } from '../store/database.ts';
import type { QuarantineTable } from '../store/quarantine.ts';
import type { RevisionTable } from '../store/revisions.ts';
import type { SecretValueTable } from '../store/secret-values.ts';
import type { Journal, StackTable } from '../store/stacks.ts';

/** Containers as steps, waits and repairs use them. */
export type ContainerPort = Pick<
  ContainerEngine,
  | 'list'
  | 'listNamed'
  | 'find'
  | 'get'
  | 'pathsOf'
  | 'isRunning'
  | 'waitForEnd'
  | 'observeRun'
  | 'restoreLimits'
  | 'namespaceOf'
  | 'lastLines'
  | 'create'
  | 'start'
  | 'stop'
  | 'kill'
  | 'restart'
  | 'remove'
  | 'rename'
  | 'handOverVolumes'
  | 'waiting'
  | 'resume'
>;

export type NetworkPort = Pick<
  NetworkEngine,
  | 'provideNetwork'
  | 'ensureNetwork'
  | 'removeNetwork'
  | 'listNetworks'
  | 'endpointsOf'
  | 'portsOf'
  | 'servedPorts'
  | 'checkNetwork'
  | 'checkPorts'
  | 'isFirewallIntact'
  | 'verifyFirewall'
  | 'repairFirewallIf'
> & { readonly observer: Pick<NetworkObserver, 'look' | 'problemsIn'> };

/** What replacements need of it. */
export type SuccessionParts = {
  readonly containers: ContainerPort;
  readonly traffic: Pick<Traffic, 'hold' | 'switch' | 'intentOf'>;
};

/** The engine, seen from above. Tables are the real ones everywhere: only what is behind the engine differs. */
export type EnginePort = Pick<
  Engine,
  | 'pull'
  | 'removeImage'
  | 'containersUsingVolume'
  | 'containersOnNetwork'
  | 'containerCommand'
  | 'ensureDefaultNetwork'
  | 'keyedDigest'
  | 'flush'
> & {
  readonly database: Pick<Database, 'transaction' | 'writes'>;
  readonly stacks: StackTable;
  readonly revisions: RevisionTable;
  readonly quarantine: QuarantineTable;
  readonly secretValues: SecretValueTable;
  readonly journal: Journal;
  readonly tracer: Tracer;
  readonly containerEvents: Emitter<ContainerEvent>;
  readonly images: Pick<ImageStore, 'find' | 'list'>;
  readonly builder: Pick<Builder, 'build' | 'digestInputs'>;
  readonly containers: ContainerPort;
  readonly networks: NetworkPort;
  readonly traffic: Pick<Traffic, keyof Traffic>;
  readonly volumes: Pick<VolumeEngine, 'find' | 'list' | 'path' | 'ensure' | 'remove'>;
};
