import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration, parseSize } from '../../src/core/units.ts';
import { formatRange, parsePortShort } from '../../src/stack/ports.ts';
import { isStackName, toStackName } from '../../src/stack/project-name.ts';
import { durationText } from '../../src/stack/shape.ts';
import { splitWords } from '../../src/stack/split-words.ts';
import { parseHost } from '../../src/stack/to-hosts.ts';
import { parseVolumeOptions, parseVolumeShort, splitVolume } from '../../src/stack/volumes.ts';
import { type Case, skipWithoutCases } from './cases.ts';
import { checkCases, checkThrowing, compare, type Differences, SAME } from './check-cases.ts';

const WINDOWS = 'outside: paths and pipes of Windows';
const DRIVE = 'outside: one letter is the name of a volume, not a drive of Windows';

function portShapes(text: string): unknown {
  return parsePortShort(text).map((port) => ({
    mode: 'ingress',
    protocol: port.protocol,
    target: port.target,
    ...(port.hostIp ? { host_ip: port.hostIp } : {}),
    ...(port.published ? { published: formatRange(port.published) } : {}),
  }));
}

const PORTS: Readonly<Record<string, Differences>> = {
  'oracle/port.json': {
    'oracle/port/2': 'safer choice: container port 0 is an error',
    'oracle/port/25': 'safer choice: two protocols are an error',
  },
  'compose-go-cases/port-short.json': {},
};

for (const [file, differences] of Object.entries(PORTS)) {
  test(`short ports are read as compose-go does: ${file}`, { skip: skipWithoutCases }, async (context) => {
    await checkCases(context, file, {
      differences,
      run: (each) => checkThrowing(each, () => portShapes(String(each['input']))),
    });
  });
}

type VolumeShape = {
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly bind?: { readonly propagation?: string; readonly selinux?: string };
  readonly volume?: { readonly nocopy?: boolean };
};

function checkVolume(each: Case) {
  const input = String(each['input']);
  if (/^[a-zA-Z]:|\\|:[dD]:/.test(input))
    return { kind: 'unsupported', what: /^[a-z]:[^\\]*$/.test(input) ? DRIVE : WINDOWS } as const;
  const parts = splitVolume(input);
  const options = parseVolumeOptions(parts?.options ?? []);
  if (each.expect_error)
    return parts && !('problem' in options) ? ({ kind: 'different', how: 'expected an error' } as const) : SAME;
  const expected = each.expect as VolumeShape;
  if (!parts || 'problem' in options) return { kind: 'different', how: JSON.stringify(options) } as const;
  const actual = {
    source: parts.source,
    target: parts.target,
    readOnly: options.readOnly,
    propagation: options.propagation,
    relabel: options.relabel,
    noCopy: options.noCopy,
  };
  const { bind, volume } = expected;
  return compare(actual, {
    source: expected.source,
    target: expected.target,
    readOnly: expected.read_only ?? false,
    propagation: bind?.propagation,
    relabel: bind?.selinux,
    noCopy: volume?.nocopy ?? false,
  });
}

const VOLUMES: Readonly<Record<string, Differences>> = {
  'oracle/volume.json': {},
  'compose-go-cases/volume-short.json': {
    'format/TestParseVolumeWithInvalidVolumeOptions': 'safer choice: an unknown option is an error, not ignored',
  },
};

for (const [file, differences] of Object.entries(VOLUMES)) {
  test(`short volumes are cut as compose-go does: ${file}`, { skip: skipWithoutCases }, async (context) => {
    await checkCases(context, file, { differences, run: checkVolume });
  });
}

test('commands are cut into words as compose-go does: oracle/command.json', {
  skip: skipWithoutCases,
}, async (context) => {
  await checkCases(context, 'oracle/command.json', {
    differences: {},
    run: (each) => {
      const words = splitWords(String(each['input']))?.words;
      return each.expect_error
        ? words
          ? { kind: 'different', how: words.join() }
          : SAME
        : compare(words, each.expect);
    },
  });
});

test('stack names are made as compose-go does: oracle/project_name.json', {
  skip: skipWithoutCases,
}, async (context) => {
  await checkCases(context, 'oracle/project_name.json', {
    differences: {},
    run: (each) =>
      compare(
        [toStackName(String(each['input'])), isStackName(String(each['input']))],
        [each['normalized'], each['valid_as_explicit_name']],
      ),
  });
});

test('durations are read as compose-go does: oracle/duration.json', { skip: skipWithoutCases }, async (context) => {
  const negative = 'safer choice: a negative duration is an error';
  await checkCases(context, 'oracle/duration.json', {
    differences: { 'oracle/duration/18': negative },
    run: (each) => {
      const value = parseDuration(String(each['input']).replace(/^\+/, ''));
      if (each.expect_error) return value === undefined ? SAME : { kind: 'different', how: String(value) };
      if (value === undefined) return { kind: 'different', how: 'not read' };
      return compare([Math.round(value * 1e6), durationText(value)], [each['expect_ns'], each['expect_string']]);
    },
  });
});

test('sizes are read as compose-go does: oracle/bytes.json', { skip: skipWithoutCases }, async (context) => {
  const spaces = 'safer choice: spaces around a size are no error';
  const unlimited = 'outside: -1 is read where it means unlimited';
  await checkCases(context, 'oracle/bytes.json', {
    differences: {
      'oracle/bytes/19': unlimited,
      'oracle/bytes/36': unlimited,
      'oracle/bytes/29': spaces,
      'oracle/bytes/30': spaces,
    },
    run: (each) => {
      const value = parseSize(String(each['input']));
      return each.expect_error
        ? value === undefined
          ? SAME
          : { kind: 'different', how: String(value) }
        : compare(value, each.expect);
    },
  });
});

test('extra hosts are read as compose-go does: compose-go-cases/extra-hosts.json', {
  skip: skipWithoutCases,
}, async (context) => {
  await checkCases(context, 'compose-go-cases/extra-hosts.json', {
    differences: {},
    run: (each) => {
      const hosts: Record<string, string[]> = {};
      for (const text of each['input'] as readonly string[]) {
        const { name, addresses } = parseHost(text);
        hosts[name] = [...(hosts[name] ?? []), ...addresses];
      }
      return each.expect_error
        ? '' in hosts
          ? SAME
          : { kind: 'different', how: JSON.stringify(hosts) }
        : compare(hosts, each.expect);
    },
  });
});

test('a short volume becomes a mount', () => {
  assert.deepEqual(parseVolumeShort('data:/var//lib/:ro'), {
    kind: 'volume',
    source: 'data',
    target: '/var/lib',
    readOnly: true,
    noCopy: false,
  });
  assert.deepEqual(parseVolumeShort('./src:/app', { directory: '/work' }), {
    kind: 'bind',
    source: '/work/src',
    target: '/app',
    readOnly: false,
    createSource: true,
  });
  assert.deepEqual(parseVolumeShort('~/x:/app', { home: '/root' }), {
    kind: 'bind',
    source: '/root/x',
    target: '/app',
    readOnly: false,
    createSource: true,
  });
  assert.throws(() => parseVolumeShort('./src:/app'), { code: 'invalid-volume' });
  assert.throws(() => parseVolumeShort('data:/x:r0'), { code: 'invalid-volume', hint: 'did you mean "ro"?' });
});
