// Published ports of a service.
import { describePath } from './describe-path.ts';
import type { Port } from './model/run.ts';
import { expandPorts, formatRange, noPortZero, type PortText, parsePortText } from './ports.ts';
import { addWarning } from './problems.ts';
import {
  defined,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  rangeOf,
  readText,
  readTexts,
  reject,
} from './reading.ts';

const MOST_PORTS = 3 * 65_535;
/** So many addresses for one host port are looked at for conflicts. */
const MOST_ADDRESSES = 100;

export function toPorts(reading: Reading, service: Field): readonly Port[] {
  const taken: TakenPorts = { ports: new Map(), byHostPort: new Map() };
  let count = 0;
  for (const item of itemsOf(fieldOf(service, 'ports'))) {
    const ports = toItemPorts(reading, item);
    count += ports.length;
    if (count > MOST_PORTS) {
      reject(reading, item, 'too-large', `${describePath(service.path)} publishes more than ${MOST_PORTS} ports`);
      break;
    }
    for (const port of ports) if (!addPort(reading, item, { taken, port })) break;
  }
  return [...taken.ports.values()];
}

/** `expose` documents and does nothing: its entries are checked and kept. */
export function toExpose(reading: Reading, service: Field): readonly string[] | undefined {
  const field = fieldOf(service, 'expose');
  if (!field) return undefined;
  for (const item of itemsOf(field)) {
    const text = readText(item) ?? '';
    const parts = parsePortText(text);
    const ports =
      'problem' in parts
        ? parts
        : parts.published === undefined
          ? noPortZero(expandPorts(parts))
          : { problem: 'it names a port of the host, which only "ports" can' };
    if ('problem' in ports)
      reject(reading, item, 'invalid-port', `${describePath(item.path)} is "${text}": ${ports.problem}`);
  }
  return readTexts(field);
}

function toItemPorts(reading: Reading, item: Field): readonly Port[] {
  const text = readText(item);
  const parts = text === undefined ? toParts(reading, item) : parsePortText(text);
  if (!parts) return [];
  const ports = 'problem' in parts ? parts : noPortZero(expandPorts(parts));
  if (!('problem' in parts) && parts.ignored !== undefined) warnOfProtocol(reading, item, parts);
  if (!('problem' in ports)) return text === undefined ? ports.map((port) => ({ ...port, ...toDetails(item) })) : ports;
  reject(
    reading,
    item,
    'invalid-port',
    `${describePath(item.path)}${text === undefined ? '' : ` is "${text}"`}: ${ports.problem}`,
  );
  return [];
}

/** Compose takes the first protocol: it cannot be an error, but the second is not published. */
function warnOfProtocol(reading: Reading, item: Field, { protocol, ignored }: PortText): void {
  const message = `${describePath(item.path)} has two protocols: "${protocol}" is published, "${ignored}" has no effect`;
  addWarning(reading.problems, 'second-protocol', `${message}: write a port for each`, rangeOf(item));
}

/** What a port says for people. */
function toDetails(item: Field): Partial<Port> {
  return {
    ...defined({
      name: readText(fieldOf(item, 'name')) || undefined,
      appProtocol: readText(fieldOf(item, 'app_protocol')) || undefined,
      mode: readText(fieldOf(item, 'mode')) === 'host' ? 'host' : undefined,
    } as const),
    ...extensionsOf(item),
  };
}

function toParts(reading: Reading, item: Field): PortText | undefined {
  const target = readText(fieldOf(item, 'target'));
  if (target === undefined)
    return reject(reading, item, 'missing-key', `key "target" is missing in ${describePath(item.path)}`);
  const mode = fieldOf(item, 'mode');
  if (mode && !['ingress', 'host'].includes(readText(mode) ?? ''))
    reject(
      reading,
      mode,
      'wrong-value',
      `${describePath(mode.path)} must be "ingress" or "host", but is "${readText(mode)}"`,
    );
  const published = readText(fieldOf(item, 'published'));
  const hostIp = readText(fieldOf(item, 'host_ip'));
  const protocol = (readText(fieldOf(item, 'protocol')) ?? 'tcp').toLowerCase();
  return { target, protocol, ...(published ? { published } : {}), ...(hostIp ? { hostIp } : {}) };
}

type TakenPorts = { readonly ports: Map<string, Port>; readonly byHostPort: Map<string, Port[]> };
type Adding = { readonly taken: TakenPorts; readonly port: Port };

/** The same port twice is one; a host port for two container ports cannot be, and gives false. */
function addPort(reading: Reading, item: Field, { taken, port }: Adding): boolean {
  const { published, hostIp, target } = port;
  const isOne = published !== undefined && published.first === published.last;
  const hostPort = `${published ? formatRange(published) : ''}/${port.protocol}`;
  const others = isOne ? (taken.byHostPort.get(hostPort) ?? []) : [];
  const conflict = others.find(
    (other) => isSameAddress(other, port) && (other.target !== target || other.hostIp !== hostIp),
  );
  if (conflict) {
    const message = `${describePath(item.path)} publishes host port ${hostPort}, which already leads to container port ${conflict.target}`;
    reject(reading, item, 'port-conflict', message, 'publish one of them on another host port');
    return false;
  }
  taken.ports.set(`${hostIp ?? ''} ${hostPort} ${target}`, port);
  taken.byHostPort.set(hostPort, [...others.slice(0, MOST_ADDRESSES), port]);
  return true;
}

/** Whether two ports meet on some address of the host: without one, a port is on all of them. */
function isSameAddress(a: Port, b: Port): boolean {
  return a.hostIp === undefined || b.hostIp === undefined || a.hostIp === b.hostIp;
}
