// What containers are made with, and what they tell.
import type { ContainerAction } from '../../core/events.ts';
import type { Tracer } from '../../core/trace.ts';
import type { ContainerRecord } from '../../store/containers.ts';
import type { Database } from '../../store/database.ts';
import type { NetworkEngine } from '../networks/network-engine.ts';
import type { VolumeEngine } from '../volumes/volume-engine.ts';
import type { OciRuntime } from './oci-runtime.ts';
import type { ImageSource, PrepareContext } from './prepare-bundle.ts';

export type ContainerEngineOptions = {
  readonly database: Database;
  readonly stateDirectory: string;
  readonly runDirectory: string;
  readonly runtime: OciRuntime;
  readonly conmonPath: string;
  readonly prepare: Omit<PrepareContext, 'networks' | 'volumes' | 'anonymous' | 'paths'>;
  readonly images: ImageSource;
  readonly networks: NetworkEngine;
  readonly volumes: VolumeEngine;
  readonly tracer: Tracer;
  /** Of the kernel: what processes are known by is void after a reboot. */
  readonly bootId: string;
  readonly onEvent: (event: ContainerEvent) => void;
  readonly onWarning: (code: string, message: string) => void;
  /** Run by conmon at the end of a container, so that no exit goes unnoticed. */
  readonly exitCommand?: readonly string[];
};

export type ContainerEvent = {
  readonly action: ContainerAction;
  readonly record: ContainerRecord;
  readonly exitCode?: number;
  /** Of `hook-failed`. */
  readonly message?: string;
};
