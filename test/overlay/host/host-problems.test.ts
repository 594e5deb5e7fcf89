import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostProblems, lastingProblems } from '../../../src/overlay/host/host-problems.ts';
import type { OverlayProblem } from '../../../src/overlay/overlay.ts';
import type { EndpointRecord } from '../../../src/overlay/store/records.ts';

const host = (node: string, address: string) => ({ node, address, id: `id-${node}` });
const endpoint = (node: string): EndpointRecord => ({
  node,
  container: `c-${node}`,
  network: 'n1',
  names: ['web'],
  aliases: [],
  addresses: ['10.93.0.5'],
  mac: '02:42:0a:5d:00:05',
  rank: 0,
});
const codes = (problems: readonly OverlayProblem[]) => problems.map(({ code }) => code);

test('hosts with addresses of their own, whose containers are theirs, are no problem', () => {
  const hosts = [host('a', '192.0.2.1'), host('b', '192.0.2.2')];
  assert.deepEqual(hostProblems({ hosts, endpoints: [endpoint('b')], lease: { leftMs: 25_000, ttlMs: 30_000 } }), []);
});

test('two hosts with one address are one problem, whatever the others have', () => {
  const hosts = [host('b', '192.0.2.1'), host('a', '192.0.2.1'), host('c', '192.0.2.3')];
  const problems = hostProblems({ hosts, endpoints: [], lease: undefined });
  assert.deepEqual(codes(problems), ['node-address-taken']);
  assert.match(problems[0]?.message ?? '', /hosts "a" and "b" advertise one address, 192\.0\.2\.1/);
});

test('containers of a host that the store does not have are told by its name', () => {
  const problems = hostProblems({ hosts: [host('a', '192.0.2.1')], endpoints: [endpoint('b')], lease: undefined });
  assert.deepEqual(codes(problems), ['overlay-host-unknown']);
});

test('a lease counts as ending from its second half on, and not any more when it has ended', () => {
  const with_ = (leftMs: number) => codes(hostProblems({ hosts: [], endpoints: [], lease: { leftMs, ttlMs: 30_000 } }));
  assert.deepEqual(
    [with_(15_001), with_(15_000), with_(1), with_(0)],
    [[], ['overlay-lease-ending'], ['overlay-lease-ending'], []],
  );
});

test('a problem that is over a moment later is none', async () => {
  const problem = (code: string): OverlayProblem => ({ code, message: code });
  const looks = [
    [problem('passing'), problem('lasting')],
    [problem('lasting'), problem('new')],
  ];
  assert.deepEqual(codes(await lastingProblems(() => looks.shift() ?? [])), ['lasting']);
});
