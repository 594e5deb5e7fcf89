// What the audit log says of each route. Every route is here, so that a new one cannot be forgotten: either it only reads, or it
// says which names it is about. No value of a request goes into the log, only names and choices.
import type { DeployAddRequest } from '../../api/deployment-messages.ts';
import type {
  DuplexRouteName,
  DuplexRoutes,
  RouteName,
  Routes,
  StreamRouteName,
  StreamRoutes,
} from '../../api/routes.ts';
import type { AuditTarget } from '../../audit/audit-record.ts';
import { sourceAddress } from '../../core/declaration.ts';
import { parseCommand } from '../handlers/parse-command.ts';
import { withoutCredentials } from './without-credentials.ts';

type Described<Request> = 'reads' | ((request: Request) => AuditTarget | Promise<AuditTarget>);

type Audited = {
  readonly calls: { readonly [Name in RouteName]: Described<Routes[Name]['request']> };
  readonly streams: { readonly [Name in StreamRouteName]: Described<StreamRoutes[Name]['request']> };
  readonly duplexes: { readonly [Name in DuplexRouteName]: Described<DuplexRoutes[Name]['request']> };
};

export const AUDITED: Audited = {
  calls: {
    version: 'reads',
    info: 'reads',
    doctor: 'reads',
    plan: 'reads',
    drift: 'reads',
    history: 'reads',
    revision: 'reads',
    stacks: 'reads',
    ps: 'reads',
    usage: 'reads',
    processes: 'reads',
    'compare-sync': 'reads',
    sync: ({ container, target, changes }) => ({ container, path: target, changes: changes.length }),
    // Trees of a client, which are kept until the build that they are for; that is recorded itself.
    'offer-tree': 'reads',
    'send-tree': 'reads',
    'build-needs': 'reads',
    inspect: 'reads',
    images: 'reads',
    'remove-image': ({ reference }) => ({ image: reference }),
    volumes: 'reads',
    'remove-volume': ({ name }) => ({ volume: name }),
    networks: 'reads',
    nodes: 'reads',
    'inspect-network': 'reads',
    'remove-network': ({ name }) => ({ network: name }),
    'deploy-list': 'reads',
    'deploy-show': 'reads',
    'deploy-history': 'reads',
    'deploy-problems': 'reads',
    'deploy-previews': 'reads',
    'deploy-suspend': ({ name }) => ({ deployment: name }),
    'deploy-resume': ({ name }) => ({ deployment: name }),
    'audit-verify': 'reads',
    'audit-show': 'reads',
    shutdown: () => ({}),
  },
  streams: {
    up: ({ stack, policy, cause }) => ({ stack: stack.name, services: policy.services, cause: cause ?? 'up' }),
    rollback: ({ stack, to }) => ({ stack, to }),
    promote: ({ stack, services }) => ({ stack, services }),
    down: ({ stack, volumes, images }) => ({ stack, volumes, images }),
    lifecycle: ({ action, stack, services, containers, signal }) => ({ action, stack, services, containers, signal }),
    build: ({ stack, services }) => ({ stack: stack.name, services }),
    pull: ({ reference }) => ({ image: reference }),
    logs: 'reads',
    events: 'reads',
    'deploy-add': declared,
    'deploy-adopt': async ({ allowChanges, dryRun, ...request }) => ({
      ...(await declared(request)),
      allowChanges,
      dryRun,
    }),
    'deploy-sync': ({ name, allowRewind = false, allowRemoval = false, latest = false }) => ({
      deployment: name,
      ...{ allowRewind, allowRemoval, latest },
    }),
    'deploy-rollback': ({ name, commit }) => ({ deployment: name, to: commit }),
    'deploy-preview': ({ parent, of, name, ttlMs }) => ({
      ...{ deployment: parent, preview: name, ttlMs },
      of: of.kind === 'branch' ? of.branch : of.number,
    }),
    'deploy-preview-remove': ({ name }) => ({ deployment: name }),
    'deploy-remove': ({ name, down }) => ({ deployment: name, down }),
    wait: 'reads',
  },
  duplexes: {
    // A command line may carry a password: the program is enough.
    run: ({ image, name, privileged, command: [program = null] }) => ({ image, name, privileged, program }),
    exec: ({ container, user, privileged, command: [program = null] }) => ({ container, user, privileged, program }),
  },
};

async function declared(request: DeployAddRequest): Promise<AuditTarget> {
  const { name, declaration } = await parseCommand(request);
  const { source, path, verify } = declaration;
  return {
    deployment: name,
    url: withoutCredentials(sourceAddress(source)),
    ref: source.kind === 'git' ? Object.values(source.ref).join(' ') : null,
    path,
    verify: verify?.mode ?? 'off',
  };
}
