// Rules about what a service opens on the host.
import type { Port } from '../../stack/model/run.ts';
import type { Service } from '../../stack/model.ts';
import { parsePortRange } from './port-range.ts';
import type { PolicyRules } from './rules.ts';
import type { Violation } from './violation.ts';

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', '[::]']);

export function* checkPorts({ name, ports }: Service, rules: PolicyRules): Generator<Violation> {
  for (const [index, port] of ports.entries()) {
    const path = ['services', name, 'ports', index];
    const { published, hostIp = '' } = port;
    if (!isPortAllowed(port, rules)) {
      const shown = published
        ? `port ${published.first}${published.first === published.last ? '' : `-${published.last}`}`
        : 'a port';
      yield { rule: 'ports', path, says: `service "${name}" publishes ${shown}` };
    }
    if (!isAddressAllowed(hostIp, rules)) {
      const shown = EVERY_ADDRESS.has(hostIp) ? 'every address of the host' : `the address "${hostIp}"`;
      yield { rule: 'addresses', path, says: `service "${name}" publishes at ${shown}` };
    }
  }
}

function isPortAllowed({ published }: Port, { ports }: PolicyRules): boolean {
  if (!published) return ports.length > 0;
  return ports.some((text) => {
    const range = parsePortRange(text);
    return range !== undefined && range.first <= published.first && published.last <= range.last;
  });
}

function isAddressAllowed(address: string, { addresses }: PolicyRules): boolean {
  if (addresses.includes('*')) return true;
  return addresses.some((allowed) => allowed === address || (EVERY_ADDRESS.has(allowed) && EVERY_ADDRESS.has(address)));
}
