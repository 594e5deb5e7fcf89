// `command`, `entrypoint` and the health check.

import { describePath } from './describe-path.ts';
import type { Healthcheck } from './model/run.ts';
import { addWarning } from './problems.ts';
import {
  defined,
  entryOf,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  rangeOf,
  readDuration,
  readFlag,
  readText,
  readWhole,
  readWords,
  reject,
} from './reading.ts';
import { splitWords } from './split-words.ts';
import { isNull } from './tree.ts';

/** The words of a command; undefined leaves the image's own. */
export function toCommand(
  reading: Reading,
  holder: Field,
  key: 'command' | 'entrypoint',
): readonly string[] | undefined {
  const field = entryOf(holder, key);
  if (!field || isNull(field.node)) return undefined;
  if (field.node.kind === 'list') return readWords(field);
  const text = readText(field) ?? '';
  const split = splitWords(text);
  if (!split)
    return reject(
      reading,
      field,
      'invalid-command',
      `${describePath(field.path)} has a quote without an end, or a parenthesis outside of quotes`,
      'write it as a list, or as ["/bin/sh", "-c", "..."] if a shell should run it',
    );
  if (split.cutAt !== undefined) {
    const message = `${describePath(field.path)} is read up to "${text.charAt(split.cutAt)}", since no shell runs it: write ["/bin/sh", "-c", "..."] if one should`;
    addWarning(reading.problems, 'command-cut', message, rangeOf(field));
  }
  return split.words;
}

const TEST_HEADS: readonly string[] = ['NONE', 'CMD', 'CMD-SHELL'];

export function toHealthcheck(reading: Reading, service: Field): Healthcheck | undefined {
  const field = fieldOf(service, 'healthcheck');
  if (!field) return undefined;
  const test = toTest(reading, fieldOf(field, 'test'));
  const isOff = readFlag(reading, fieldOf(field, 'disable')) || test?.[0] === 'NONE';
  return {
    kind: isOff ? 'none' : 'test',
    ...defined({
      test,
      intervalMs: readDuration(reading, fieldOf(field, 'interval')),
      timeoutMs: readDuration(reading, fieldOf(field, 'timeout')),
      retries: readWhole(reading, fieldOf(field, 'retries'), 0),
      startPeriodMs: readDuration(reading, fieldOf(field, 'start_period')),
      startIntervalMs: readDuration(reading, fieldOf(field, 'start_interval')),
    }),
    ...extensionsOf(field),
  };
}

function toTest(reading: Reading, field: Field | undefined): readonly string[] | undefined {
  if (!field) return undefined;
  if (field.node.kind !== 'list') return ['CMD-SHELL', readText(field) ?? ''];
  const test = readWords(field);
  const [head] = test;
  if (head === undefined) return undefined;
  if (!TEST_HEADS.includes(head))
    return reject(
      reading,
      itemsOf(field)[0] ?? field,
      'invalid-healthcheck',
      `${describePath(field.path)} starts with "${head}", but must start with "NONE", "CMD" or "CMD-SHELL"`,
      `write ["CMD", "${head}", ...]`,
    );
  if (head !== 'NONE' && test.length < 2)
    return reject(reading, field, 'invalid-healthcheck', `${describePath(field.path)} has no command after "${head}"`);
  return test;
}
