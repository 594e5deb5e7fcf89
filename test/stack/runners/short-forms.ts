// Texts that stand for more than one value: ports, volumes, commands, names, durations, hosts.
import { expandPorts, formatRange, parsePortText } from '../../../src/stack/ports.ts';
import { isStackName, toStackName } from '../../../src/stack/project-name.ts';
import { parseSignedDuration } from '../../../src/stack/reading.ts';
import { durationText } from '../../../src/stack/shape.ts';
import { splitWords } from '../../../src/stack/split-words.ts';
import { parseHost } from '../../../src/stack/to-hosts.ts';
import { isHostPath, parseVolumeOptions, splitVolume } from '../../../src/stack/volumes.ts';
import type { Case } from '../cases.ts';
import { type CaseFiles, compare, different, judgeValue, type Outcome, SAME } from '../check-cases.ts';

function runPort(each: Case): Outcome {
  const parts = parsePortText(String(each['input']));
  const ports = 'problem' in parts ? parts : expandPorts(parts);
  if ('problem' in ports) return each.expect_error ? SAME : different(ports.problem);
  return judgeValue(
    each,
    ports.map(({ protocol, target, hostIp, published }) => ({
      mode: 'ingress',
      protocol,
      // The reference prints no number that is 0.
      ...(target === 0 ? {} : { target }),
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
  const value = parseSignedDuration(String(each['input']));
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
    differences: {},
    run: runPort,
  },
  'compose-go-cases/port-short.json': { differences: {}, run: runPort },
  'oracle/volume.json': {
    differences: {},
    run: runVolume,
  },
  'compose-go-cases/volume-short.json': {
    differences: {},
    run: runVolume,
  },
  'oracle/command.json': { differences: {}, run: runCommand },
  'oracle/project_name.json': { differences: {}, run: runName },
  'oracle/duration.json': {
    differences: {},
    run: runDuration,
  },
  'compose-go-cases/extra-hosts.json': { differences: {}, run: runHosts },
};
