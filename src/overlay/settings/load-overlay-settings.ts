// The settings of overlay networks, which are `DOCKR_OVERLAY_*` in the environment of the daemon: docs/overlay.md.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { type DockrError, ErrorList, errorCode, NetworkError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import { parseEndpoints, type StoreTls, type StoreUser } from '../store/store-configuration.ts';
import { StoreError } from '../store/store-error.ts';
import { parseSubnet } from '../store/subnet.ts';
import type { OverlaySettings } from './overlay-settings.ts';

export type OverlayEnvironment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'DOCKR_OVERLAY_';
const NAMES = [
  'STORE',
  'CA',
  'CERT',
  'KEY',
  'SERVER_NAME',
  'USER',
  'PASSWORD_FILE',
  'ADVERTISE',
  'NODE',
  'PORT',
  'ENCRYPTED_PORT',
  'KEY_ROTATION',
  'LEASE',
  'POOLS',
] as const;
type Name = (typeof NAMES)[number];

const DEFAULT_PORT = 4789;
const LAST_PORT = 65_535;
const DEFAULT_ROTATION_SECONDS = 12 * 3600;
const LONGEST_ROTATION_SECONDS = 30 * 24 * 3600;
const DEFAULT_LEASE_SECONDS = 30;
const DEFAULT_POOLS = ['10.93.0.0/16', '10.94.0.0/16', 'fd93:d0c::/48'];

/**
 * The settings, or undefined if no store is named. `overlay-bad-setting` and `store-bad-configuration`, all that there are;
 * the files that are named are read.
 */
export function loadOverlaySettings(environment: OverlayEnvironment): OverlaySettings | undefined {
  const reading = new Reading(environment);
  reading.check(() => checkNames(environment));
  const endpoints = splitList(reading.text('STORE'));
  if (endpoints.length === 0) {
    reading.check(() => checkNothingIsSet(reading));
    reading.finish();
    return undefined;
  }
  const tls = readTls(reading);
  const store = { endpoints, tls, user: readUser(reading) };
  reading.check(() => void parseEndpoints(store));
  const port = readNumber(reading, 'PORT', { usual: DEFAULT_PORT, least: 1, most: LAST_PORT });
  const settings = {
    store,
    node: readNode(reading),
    advertise: reading.text('ADVERTISE') ?? reading.missing('ADVERTISE', '"10.0.0.5" or "eth0"'),
    port,
    encryptedPort: readEncryptedPort(reading, port),
    rotationSeconds: readNumber(reading, 'KEY_ROTATION', {
      usual: DEFAULT_ROTATION_SECONDS,
      least: 10,
      most: LONGEST_ROTATION_SECONDS,
    }),
    leaseSeconds: readNumber(reading, 'LEASE', { usual: DEFAULT_LEASE_SECONDS, least: 2, most: 3600 }),
    pools: readPools(reading),
  };
  reading.finish();
  return settings;
}

/** Gathers what is wrong, so that all of it is told at once. */
class Reading {
  readonly #environment: OverlayEnvironment;
  readonly #errors: DockrError[] = [];

  constructor(environment: OverlayEnvironment) {
    this.#environment = environment;
  }

  /** The empty text is none. */
  text(name: Name): string | undefined {
    return this.#environment[`${PREFIX}${name}`]?.trim() || undefined;
  }

  fail(name: Name, message: string, hint?: string): void {
    this.#errors.push(badSetting(`${PREFIX}${name}`, message, hint));
  }

  missing(name: Name, example: string): string {
    this.fail(name, `is not set, but ${PREFIX}STORE is`, `set it to something such as ${example}`);
    return '';
  }

  file(name: Name): string | undefined {
    const path = this.text(name);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      this.fail(name, `is "${path}", which cannot be read: ${errorCode(error) ?? String(error)}`);
      return undefined;
    }
  }

  check(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof NetworkError || error instanceof StoreError)) throw error;
      this.#errors.push(error);
    }
  }

  finish(): void {
    const [first, ...rest] = this.#errors;
    if (first) throw rest.length > 0 ? new ErrorList([first, ...rest]) : first;
  }
}

function checkNames(environment: OverlayEnvironment): void {
  const known = NAMES.map((name) => `${PREFIX}${name}`);
  const unknown = Object.keys(environment).find((name) => name.startsWith(PREFIX) && !known.includes(name));
  if (unknown === undefined) return;
  const meant = suggest(unknown, known);
  throw badSetting(unknown, 'is no setting', meant ? `did you mean "${meant}"?` : `there are ${known.join(', ')}`);
}

function checkNothingIsSet(reading: Reading): void {
  const name = NAMES.find((candidate) => reading.text(candidate) !== undefined);
  if (name === undefined) return;
  const hint = `set ${PREFIX}STORE to the addresses of etcd, or leave ${PREFIX}${name} out`;
  throw badSetting(`${PREFIX}${name}`, `is set, but ${PREFIX}STORE is not`, hint);
}

function readTls(reading: Reading): StoreTls | undefined {
  const authority = reading.file('CA');
  const certificate = reading.file('CERT');
  const key = reading.file('KEY');
  const serverName = reading.text('SERVER_NAME');
  const [hasCertificate, hasKey] = [reading.text('CERT') !== undefined, reading.text('KEY') !== undefined];
  if (hasCertificate !== hasKey)
    reading.fail(hasCertificate ? 'CERT' : 'KEY', `is set without ${PREFIX}${hasCertificate ? 'KEY' : 'CERT'}`);
  const client = certificate !== undefined && key !== undefined ? { certificate, key } : undefined;
  return authority !== undefined || client || serverName !== undefined ? { authority, client, serverName } : undefined;
}

function readUser(reading: Reading): StoreUser | undefined {
  const name = reading.text('USER');
  const password = reading.file('PASSWORD_FILE')?.replace(/\r?\n$/, '');
  if (name === undefined) {
    if (password !== undefined) reading.fail('PASSWORD_FILE', `is set without ${PREFIX}USER`);
    return undefined;
  }
  if (reading.text('PASSWORD_FILE') === undefined) reading.missing('PASSWORD_FILE', '"/etc/dockr/etcd-password"');
  return { name, password: password ?? '' };
}

function readNode(reading: Reading): string {
  const node = reading.text('NODE') ?? hostname();
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(node))
    reading.fail(
      'NODE',
      `would be "${node}": a name has 1 to 63 letters, digits, "-", "_" and ".", the first of them a letter or digit`,
    );
  return node;
}

function readNumber(
  reading: Reading,
  name: Name,
  { usual, least, most }: { readonly usual: number; readonly least: number; readonly most: number },
): number {
  const text = reading.text(name);
  if (text === undefined) return usual;
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && value >= least && value <= most) return value;
  reading.fail(name, `is "${text}", but must be a number from ${least} to ${most}`);
  return usual;
}

/** Another port: by it the kernel tells which packets are to be encrypted. */
function readEncryptedPort(reading: Reading, port: number): number {
  const usual = port === LAST_PORT ? port - 1 : port + 1;
  const encrypted = readNumber(reading, 'ENCRYPTED_PORT', { usual, least: 1, most: LAST_PORT });
  if (encrypted === port) reading.fail('ENCRYPTED_PORT', `is ${port}, which is the port of networks in the clear`);
  return encrypted;
}

function readPools(reading: Reading): readonly string[] {
  const pools = splitList(reading.text('POOLS'));
  if (pools.length === 0) return DEFAULT_POOLS;
  for (const pool of pools)
    if (!parseSubnet(pool))
      reading.fail('POOLS', `has "${pool}", which is not a prefix such as "10.93.0.0/16" or "fd93:d0c::/48"`);
  if (!pools.some((pool) => parseSubnet(pool)?.family !== 6))
    reading.fail('POOLS', 'has no IPv4 prefix, which every network needs');
  return pools;
}

function splitList(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function badSetting(variable: string, message: string, hint?: string): NetworkError {
  return new NetworkError('overlay-bad-setting', { message: `${variable} ${message}`, hint, facts: { variable } });
}
