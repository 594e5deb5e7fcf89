import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatPorts } from '../../src/ui/container-table.ts';
import { formatError } from '../../src/ui/format-error.ts';
import { formatTable } from '../../src/ui/format-table.ts';
import { formatAgo, formatElapsed } from '../../src/ui/format-time.ts';
import { createPaint } from '../../src/ui/paint.ts';
import { toPlainLine, toPlainText } from '../../src/ui/plain-text.ts';
import { formatNetworks } from '../../src/ui/resource-tables.ts';

const PLAIN = { paint: createPaint(false), cwd: '/srv/shop' };

describe('errors', () => {
  const base = { kind: 'stack', code: 'unknown-key', message: 'unknown key "imgae" in service "web"' } as const;
  const at = { file: '/srv/shop/compose.yaml', line: 4, column: 5, length: 5, text: '    imgae: nginx' };

  test('show the place, the line with carets under it, and the hint', () => {
    assert.equal(
      formatError({ ...base, at, hint: 'did you mean "image"?' }, PLAIN),
      'error[unknown-key]: unknown key "imgae" in service "web"\n  compose.yaml:4:5\n4 |     imgae: nginx\n  |     ^^^^^\n  hint: did you mean "image"?\n',
    );
  });

  test('keep tabs under tabs, and carets within the line', () => {
    const text = formatError({ ...base, at: { ...at, column: 3, length: 99, text: '\t\tab' } }, PLAIN);
    assert.ok(text.endsWith('4 | \t\tab\n  | \t\t^^\n'), text);
  });

  test('cut a long line around the place', () => {
    const long = `${'x'.repeat(5000)}here${'y'.repeat(5000)}`;
    const lines = formatError({ ...base, at: { ...at, column: 5001, length: 4, text: long } }, PLAIN).split('\n');
    assert.equal(lines[2]?.length, 160 + '4 | '.length);
    assert.equal(lines[2]?.indexOf('here'), lines[3]?.indexOf('^^^^'));
  });

  test('of other folders keep their whole path', () => {
    assert.match(formatError({ ...base, at: { ...at, file: '/etc/x.yml' } }, PLAIN), /\n {2}\/etc\/x\.yml:4:5\n/);
  });

  test('in a list are all shown, and counted', () => {
    const text = formatError({ ...base, details: [base, { ...base, code: 'wrong-type' }] }, PLAIN);
    assert.deepEqual(text.match(/error\[[a-z-]+\]/g), ['error[unknown-key]', 'error[wrong-type]']);
    assert.ok(text.endsWith('\n\n2 errors\n'));
  });
});

test('text of others cannot steer the terminal', () => {
  assert.equal(toPlainText('a\u001b[2J\u001b]0;title\u0007b\u0007\u009b1mc\td\ne'), 'ab1mc\td\ne');
  assert.equal(toPlainLine('a\nb\tc'), 'a b c');
});

test('columns are as wide as their longest cell, and the last has no spaces behind it', () => {
  assert.equal(
    formatTable({
      head: ['A', 'B'],
      rows: [
        ['long', ''],
        ['ä', 'x'],
      ],
    }),
    'A      B\nlong\nä      x\n',
  );
});

test('networks over several hosts are told by number and hosts, and whether they are encrypted', () => {
  const network = {
    name: 'a',
    stack: null,
    driver: 'overlay',
    bridge: 'dk-1',
    subnet: '10.93.0.0/24',
    gateway: '10.93.0.1',
  };
  const listed = formatNetworks([
    {
      ...network,
      internal: true,
      containers: [],
      overlay: { vni: 77, encrypted: true, hosts: ['one', 'two'] },
    },
    {
      ...network,
      name: 'b',
      internal: false,
      containers: [],
      overlay: { vni: 78, encrypted: false, hosts: [] },
    },
  ]);
  const [head, a, b] = listed.split('\n').map((line) => line.split(/ {2,}/));
  assert.deepEqual(head?.slice(4), ['ACCESS', 'CONTAINERS', 'VXLAN', 'HOSTS']);
  assert.deepEqual(a?.slice(-4), ['internal, encrypted', '0', '77', 'one, two']);
  assert.deepEqual(b?.slice(-2), ['0', '78']);
});

describe('how long something took', () => {
  for (const [ms, text] of [
    [0.4, '0ms'],
    [34.2, '34ms'],
    [999.6, '1.0s'],
    [1500, '1.5s'],
    [59_990, '1m00s'],
    [123_000, '2m03s'],
  ] as const) {
    test(text, () => assert.equal(formatElapsed(ms), text));
  }
});

describe('how long ago something was', () => {
  const cases = [
    [0, 'less than a second ago'],
    [1, 'a second ago'],
    [59, '59 seconds ago'],
    [61, 'a minute ago'],
    [300, '5 minutes ago'],
    [3700, 'an hour ago'],
    [90_000, '25 hours ago'],
    [864_000, '10 days ago'],
  ] as const;
  for (const [seconds, text] of cases) test(text, () => assert.equal(formatAgo(0, seconds * 1000), text));
});

describe('ports', () => {
  const port = (hostPort: number, containerPort: number, protocol = 'tcp') => ({
    hostIp: '::',
    hostPort,
    containerPort,
    protocol,
  });
  test('neighbours come together', () => {
    assert.equal(
      formatPorts([port(81, 8081), port(80, 8080), port(53, 53, 'udp')]),
      '[::]:53->53/udp, [::]:80-81->8080-8081/tcp',
    );
  });
});
