// Texts that stand for more than one value: ports, volumes, commands, names, durations, hosts.
import { parseDuration } from '../../../src/core/units.ts';
import { formatRange, parsePortShort } from '../../../src/stack/ports.ts';
import { isStackName, toStackName } from '../../../src/stack/project-name.ts';
import { durationText } from '../../../src/stack/shape.ts';
import { splitWords } from '../../../src/stack/split-words.ts';
import { parseHost } from '../../../src/stack/to-hosts.ts';
import { isHostPath, parseVolumeOptions, splitVolume } from '../../../src/stack/volumes.ts';
import type { Case } from '../cases.ts';
import { type CaseFiles, checkThrowing, compare, different, judgeValue, type Outcome, SAME } from '../check-cases.ts';

const DRIVE = 'defect of the reference: on Linux, too, it takes a volume of one letter for a drive of Windows';

function runPort(each: Case): Outcome {
  return checkThrowing(each, () =>
    parsePortShort(String(each['input'])).map(({ protocol, target, hostIp, published }) => ({
      mode: 'ingress',
      protocol,
      target,
      ...(hostIp ? { host_ip: hostIp } : {}),
      ...(published ? { published: formatRange(published) } : {}),
    })),
  );
}

type VolumeShape = {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly bind?: { readonly propagation?: string; readonly selinux?: string };
  readonly volume?: { readonly nocopy?: boolean };
};

function runVolume(each: Case): Outcome {
  const parts = splitVolume(String(each['input']));
  if (!parts) return each.expect_error ? SAME : different('cannot be cut');
  const { unknown: _, ...options } = parseVolumeOptions(parts.options);
  const { source, target } = parts;
  const type = source !== undefined && isHostPath(source) ? 'bind' : 'volume';
  const { bind, volume, ...expected } = (each.expect ?? {}) as VolumeShape;
  return judgeValue(
    each,
    { type, source, target, ...options },
    {
      type: expected.type,
      source: expected.source,
      target: expected.target,
      readOnly: expected.read_only ?? false,
      noCopy: volume?.nocopy ?? false,
      propagation: bind?.propagation,
      relabel: bind?.selinux,
    },
  );
}

function runCommand(each: Case): Outcome {
  const words = splitWords(String(each['input']))?.words;
  return words === undefined && each.expect_error ? SAME : judgeValue(each, words);
}

function runName(each: Case): Outcome {
  const text = String(each['input']);
  return compare([toStackName(text), isStackName(text)], [each['normalized'], each['valid_as_explicit_name']]);
}

function runDuration(each: Case): Outcome {
  const value = parseDuration(String(each['input']).replace(/^\+/, ''));
  if (value === undefined) return each.expect_error ? SAME : different('not read');
  return judgeValue(each, [Math.round(value * 1e6), durationText(value)], [each['expect_ns'], each['expect_string']]);
}

function runHosts(each: Case): Outcome {
  const hosts: Record<string, string[]> = {};
  for (const text of each['input'] as readonly string[]) {
    const { name, addresses } = parseHost(text);
    hosts[name] = [...(hosts[name] ?? []), ...addresses];
  }
  return '' in hosts && each.expect_error ? SAME : judgeValue(each, hosts);
}

export const SHORT_FORMS: CaseFiles = {
  'oracle/port.json': {
    differences: {
      'oracle/port/2': 'safer choice: container port 0 is an error',
      'oracle/port/25': 'safer choice: two protocols are an error',
    },
    run: runPort,
  },
  'compose-go-cases/port-short.json': { differences: {}, run: runPort },
  'oracle/volume.json': {
    differences: {
      'oracle/volume/6': DRIVE,
      'oracle/volume/25': DRIVE,
      'oracle/volume/26': DRIVE,
      'oracle/volume/27': DRIVE,
      'oracle/volume/28': DRIVE,
      'oracle/volume/29': DRIVE,
      'oracle/volume/30': DRIVE,
      'oracle/volume/49': DRIVE,
    },
    run: runVolume,
  },
  'compose-go-cases/volume-short.json': {
    differences: {},
    run: runVolume,
  },
  'oracle/command.json': { differences: {}, run: runCommand },
  'oracle/project_name.json': { differences: {}, run: runName },
  'oracle/duration.json': {
    differences: { 'oracle/duration/18': 'safer choice: a negative duration is an error' },
    run: runDuration,
  },
  'compose-go-cases/extra-hosts.json': { differences: {}, run: runHosts },
};
