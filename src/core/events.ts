// What happens while the engine works, as every renderer and `--json` get it. Plain JSON.
import type { WireError } from './errors.ts';

export type ResourceKind = 'image' | 'build' | 'network' | 'volume' | 'container' | 'stack';

export type DockrEvent =
  /** The Plan (reconcile/plan.ts) that is about to be carried out, before its first step. */
  | { readonly type: 'plan'; readonly plan: unknown }
  /** A step of a plan begins, ends well, was not needed after all, fails, or is left out because of another's failure. */
  | {
      readonly type: 'step';
      readonly id: string;
      readonly status: 'started' | 'done' | 'unneeded' | 'failed' | 'skipped';
      /** `create container web-1` */
      readonly title: string;
      readonly ms?: number;
      readonly error?: WireError;
      readonly note?: string;
    }
  /** Bytes or parts of a long step. */
  | {
      readonly type: 'progress';
      readonly id: string;
      readonly label: string;
      readonly current: number;
      readonly total?: number;
    }
  /** A line of a build's output. */
  | { readonly type: 'output'; readonly id: string; readonly line: string }
  | { readonly type: 'warning'; readonly code: string; readonly message: string }
  /** A line that a container wrote. `time` is RFC 3339 with nanoseconds. */
  | {
      readonly type: 'log';
      readonly container: string;
      readonly service?: string;
      readonly stream: 'stdout' | 'stderr';
      readonly time: string;
      readonly line: string;
      readonly partial?: boolean;
    }
  /** A container's life: `started`, `exited`, `healthy`, `unhealthy`, `oom`, `restarting`, `removed`; `hook-failed` for one before its stop. */
  | {
      readonly type: 'container';
      readonly action: ContainerAction;
      readonly container: string;
      readonly service?: string;
      readonly stack?: string;
      readonly exitCode?: number;
    }
  /** A deployment is in another state, or has another commit. `removed`: it is not followed any more. */
  | { readonly type: 'deployment'; readonly deployment: string; readonly state: string }
  /** The last of every stream that can fail. */
  | { readonly type: 'error'; readonly error: WireError }
  | { readonly type: 'result'; readonly value: unknown };

export type ContainerAction =
  | 'created'
  | 'started'
  | 'exited'
  | 'healthy'
  | 'unhealthy'
  | 'oom'
  | 'restarting'
  | 'hook-failed'
  | 'removed';
