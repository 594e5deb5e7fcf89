// What happens in one simulation, as data: drawn from the seed, run as it is, shown when it finds something.
import { editDraft, firstDraft, mendDraft } from './edit-draft.ts';
import { Random } from './random.ts';
import type { StackDraft } from './stack-draft.ts';

export type UpOptions = {
  readonly services: readonly string[];
  readonly noDependencies: boolean;
  readonly recreate: 'changed' | 'never' | 'always';
  readonly removeOrphans: boolean;
  readonly renewAnonymousVolumes: boolean;
  readonly noStart: boolean;
  readonly retry: boolean;
  readonly wait: boolean;
  readonly rollback: boolean;
  readonly pullAlways: boolean;
  readonly scale: Readonly<Record<string, number>>;
};

export type LifecycleVerb = 'start' | 'stop' | 'restart' | 'kill' | 'remove';

export type Action =
  | { readonly kind: 'up'; readonly draft: StackDraft; readonly options: UpOptions }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'promote' }
  | { readonly kind: 'down'; readonly volumes: boolean }
  | { readonly kind: 'lifecycle'; readonly verb: LifecycleVerb; readonly service: string; readonly volumes: boolean }
  /** Whoever waits for the last command gives up. */
  | { readonly kind: 'interrupt' }
  /** The daemon is killed, or the power fails, after so many more effects. */
  | { readonly kind: 'doom'; readonly effects: number; readonly how: 'kill' | 'power-cut' }
  | { readonly kind: 'reboot' }
  /** Somebody kills a process, removes a link, a bridge or the rules behind the daemon's back. */
  | { readonly kind: 'meddle'; readonly with: 'process' | 'link' | 'bridge' | 'rules'; readonly which: number }
  | { readonly kind: 'registry'; readonly trouble: 'gone' | 'flaky' | 'calm' | 'push'; readonly which: number }
  | { readonly kind: 'foreign-port'; readonly taken: boolean; readonly which: number };

/** `untilMs` null: the next comes when all commands have ended. */
export type Happening = { readonly action: Action; readonly thenMs: number | null };

export type History = {
  readonly seed: number;
  readonly happenings: readonly Happening[];
  /** The last file as it is, and the same without anything that cannot work. */
  readonly last: StackDraft;
  readonly mended: StackDraft;
};

const USUAL: UpOptions = {
  services: [],
  noDependencies: false,
  recreate: 'changed',
  removeOrphans: false,
  renewAnonymousVolumes: false,
  noStart: false,
  retry: false,
  wait: false,
  rollback: true,
  pullAlways: false,
  scale: {},
};

/** What everybody asks for in the end. */
export const FINAL_OPTIONS: UpOptions = { ...USUAL, removeOrphans: true };

export function drawHistory(seed: number): History {
  const random = new Random(seed);
  let serial = 0;
  const sources = { random, fresh: { next: () => ++serial } };
  let draft = firstDraft(random, sources.fresh);
  const happenings: Happening[] = [{ action: { kind: 'up', draft, options: USUAL }, thenMs: null }];
  for (let count = random.between(2, 8); count > 0; count--) {
    const action = drawAction(draft, sources);
    if (action.kind === 'up') draft = action.draft;
    happenings.push({ action, thenMs: pauseAfter(action, random) });
  }
  return { seed, happenings, last: draft, mended: mendDraft(draft, sources) };
}

type Sources = { readonly random: Random; readonly fresh: { readonly next: () => number } };

function drawAction(draft: StackDraft, sources: Sources): Action {
  const { random } = sources;
  const kind = random.weighted({
    up: 12,
    again: 3,
    rollback: 2,
    promote: 1,
    down: 1,
    lifecycle: 4,
    interrupt: 2,
    doom: 6,
    reboot: 1,
    meddle: 3,
    registry: 2,
    'foreign-port': 1,
  });
  const which = random.between(0, 20);
  const service = random.pick(Object.keys(draft.services)) ?? 'a';
  switch (kind) {
    case 'up':
      return { kind, draft: editDraft(draft, sources), options: drawOptions(draft, random) };
    case 'again':
      return { kind: 'up', draft, options: drawOptions(draft, random) };
    case 'rollback':
    case 'promote':
    case 'interrupt':
    case 'reboot':
      return { kind };
    case 'down':
      return { kind, volumes: random.chance(0.4) };
    case 'lifecycle':
      return {
        kind,
        verb: random.pick(['start', 'stop', 'stop', 'restart', 'kill', 'remove']),
        service,
        volumes: random.chance(0.3),
      };
    case 'doom':
      return {
        kind,
        effects: random.between(0, random.pick([10, 60, 200])),
        how: random.chance(0.75) ? 'kill' : 'power-cut',
      };
    case 'meddle':
      return { kind, with: random.weighted({ process: 4, link: 2, bridge: 1, rules: 1 }), which };
    case 'registry':
      return { kind, trouble: random.pick(['gone', 'flaky', 'calm', 'push']), which };
    case 'foreign-port':
      return { kind, taken: random.chance(0.6), which };
  }
}

function drawOptions({ services }: StackDraft, random: Random): UpOptions {
  const keys = Object.keys(services);
  const hasJob = Object.values(services).some(({ program }) => program === 'job');
  return {
    services: random.chance(0.15) ? keys.filter(() => random.chance(0.5)) : [],
    noDependencies: random.chance(0.1),
    // Whoever waits for a job that may not take the place of a server waits for ever, and rightly so.
    recreate: random.weighted({ changed: 17, never: hasJob ? 0 : 1, always: 2 }),
    removeOrphans: random.chance(0.4),
    renewAnonymousVolumes: random.chance(0.08),
    noStart: random.chance(0.04),
    retry: random.chance(0.1),
    wait: random.chance(0.25),
    rollback: random.chance(0.9),
    pullAlways: random.chance(0.1),
    scale: random.chance(0.1) ? { [random.pick(keys) ?? 'a']: random.between(0, 2) } : {},
  };
}

/** A doom is for what comes next; commands race now and then. */
function pauseAfter({ kind }: Action, random: Random): number | null {
  if (kind === 'doom' || kind === 'registry' || kind === 'foreign-port') return 0;
  const how = random.weighted({ wait: 5, soon: 3, later: 2 });
  return how === 'wait' ? null : how === 'soon' ? random.between(0, 400) : random.between(400, 15_000);
}

/** In lines that a person can follow. */
export function describeHistory({ seed, happenings, last }: History): string {
  const lines = happenings.map(({ action, thenMs }) => {
    const pause = thenMs === null ? 'and wait until all is done' : thenMs === 0 ? '' : `and ${thenMs} ms later`;
    return `  ${describeAction(action)} ${pause}`.trimEnd();
  });
  return [`seed ${seed}`, ...lines, `  last file: ${describeDraft(last)}`].join('\n');
}

function describeAction(action: Action): string {
  switch (action.kind) {
    case 'up': {
      const asked = Object.entries(action.options).filter(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(USUAL, key)),
      );
      return `up ${asked.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(' ')} of ${describeDraft(action.draft)}`;
    }
    default: {
      const { kind, ...rest } = action;
      return [kind, ...Object.values(rest).map(String)].join(' ');
    }
  }
}

function describeDraft({ services, isInternal, isTogether, drift }: StackDraft): string {
  const all = Object.entries(services).map(([key, service]) => `${key}: ${describeService(service)}`);
  return `${isInternal ? 'internal ' : ''}${isTogether ? 'switched together ' : ''}drift=${drift} {${all.join('; ')}}`;
}

function describeService(service: StackDraft['services'][string]): string {
  const {
    program,
    tag,
    level,
    scale,
    checked,
    network,
    volume,
    containerName,
    port,
    restart,
    order,
    dependsOn,
    builds,
  } = service;
  return [
    `${program}:${tag}${builds ? ' built' : ''} level ${level} x${scale} restart=${restart}`,
    ...(checked ? ['checked'] : []),
    ...(network === 'default' ? [] : [`net ${network}`]),
    ...(volume === 'none' ? [] : [`volume ${volume}`]),
    ...(containerName === null ? [] : [`named ${containerName}`]),
    ...(port === null ? [] : [`port ${port}`]),
    ...(service.tried === 'no' ? [] : [`canary ${service.tried}`]),
    ...(order === 'none' ? [] : [`${order}/${service.parallelism}/${service.failureAction}/${service.delayMs}`]),
    ...dependsOn.map(
      (one) =>
        `needs ${one.service}${one.healthy ? ' healthy' : ''}${one.restart ? ' restart' : ''}${one.required ? '' : ' optional'}`,
    ),
  ].join(', ');
}
