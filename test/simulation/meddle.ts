// What happens on a machine without dockr being asked.
import { STACK } from './command.ts';
import type { Action } from './history.ts';
import type { World } from './world.ts';

type Meddling = Extract<Action, { kind: 'meddle' | 'registry' | 'foreign-port' }>;

/** Does it, and says what it was. */
export function meddle(action: Meddling, world: World): string {
  switch (action.kind) {
    case 'meddle':
      return meddleWith(action, world);
    case 'registry':
      return troubleRegistry(action, world);
    case 'foreign-port':
      return takePort(action, world);
  }
}

function meddleWith({ with: what, which }: Extract<Meddling, { kind: 'meddle' }>, { machine }: World): string {
  const { kernel } = machine;
  switch (what) {
    case 'process': {
      const process = at([...kernel.processes.values()], which);
      if (process) kernel.murder(process);
      return `somebody kills process ${process?.pid}`;
    }
    case 'link': {
      const namespace = at([...kernel.namespaces.values()], which);
      const network = at([...(namespace?.links ?? [])], which);
      if (network !== undefined) namespace?.links.delete(network);
      return `somebody removes a link to ${network}`;
    }
    case 'bridge': {
      const name = at([...kernel.bridges], which);
      if (name !== undefined) kernel.bridges.delete(name);
      return `somebody removes the bridge of ${name}`;
    }
    case 'rules':
      kernel.areRulesIntact = false;
      return 'somebody flushes the rules';
  }
}

function troubleRegistry(
  { trouble, which }: Extract<Meddling, { kind: 'registry' }>,
  { machine, daemon }: World,
): string {
  const { registry } = machine;
  const services = ['a', 'b', 'c', 'd', 'e'];
  const used = daemon.engine.containers.list(STACK).map(({ record }) => record.spec.image);
  // Of what comes next: nobody knows its tag yet.
  const service = at(services, which) ?? 'a';
  switch (trouble) {
    case 'calm':
      registry.calm();
      return 'the registry is well';
    case 'push': {
      const reference = at(used, which);
      if (reference !== undefined) registry.push(reference);
      return `somebody pushes ${reference}`;
    }
    case 'gone':
    case 'flaky':
      registry.trouble(service, trouble === 'gone' ? { kind: 'gone' } : { kind: 'flaky', failures: 1 + (which % 2) });
      return `the registry has trouble with images of ${service}: ${trouble}`;
  }
}

function takePort({ taken, which }: Extract<Meddling, { kind: 'foreign-port' }>, { machine, daemon }: World): string {
  const ports = daemon.engine.containers.list(STACK).flatMap(({ record }) => record.spec.ports);
  const port = at(ports, which)?.hostPort?.[0];
  if (!taken || port === undefined) {
    machine.foreignPorts.clear();
    return 'programs beside dockr give their ports back';
  }
  machine.foreignPorts.add(port);
  return `a program beside dockr listens on ${port}`;
}

function at<Value>(values: readonly Value[], index: number): Value | undefined {
  return values[index % Math.max(1, values.length)];
}
