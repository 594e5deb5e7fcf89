import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerSpec, PortSpec } from '../../src/core/specs.ts';
import { claimsOf, collides, describeClaim } from '../../src/reconcile/claims.ts';
import { makeContainer } from './support.ts';

type Given = Partial<ContainerSpec> & { readonly port?: Partial<PortSpec> };

function spec({ port, ...given }: Given): ContainerSpec {
  const ports = [{ containerPort: 80, protocol: 'tcp', hostIp: null, hostPort: [8080, 8080], ...port } as const];
  return makeContainer({ spec: { name: 'n', service: 'web', ports, ...given } }).spec;
}

function clash(one: Given, other: Given): boolean {
  const ports = (given: Given) => claimsOf(spec(given)).filter(({ kind }) => kind === 'port');
  const [needed] = ports(one);
  const [held] = ports(other);
  assert.ok(needed && held);
  return collides(needed, held);
}

const CASES: readonly { readonly name: string; readonly other: Given; readonly clashes: boolean }[] = [
  { name: 'another replica', other: { replica: 2 }, clashes: false },
  { name: 'another replica that leads it to another port', other: { port: { containerPort: 81 } }, clashes: false },
  { name: 'a replica at one address of the host only', other: { port: { hostIp: '127.0.0.1' } }, clashes: true },
  { name: 'a replica that has it of a range', other: { port: { hostPort: [8080, 8081] } }, clashes: true },
  { name: 'a one-off container of the service', other: { replica: 0 }, clashes: true },
  { name: 'another service', other: { service: 'api' }, clashes: true },
  { name: 'the service of another stack', other: { stack: 'other' }, clashes: true },
  { name: 'a container of no stack', other: { stack: null, service: null }, clashes: true },
  { name: 'another protocol', other: { service: 'api', port: { protocol: 'udp' } }, clashes: false },
];

for (const { name, other, clashes } of CASES)
  test(`a replica's host port and ${name} ${clashes ? 'clash' : 'go together'}`, () => {
    assert.equal(clash({}, other), clashes);
  });

test('two containers of no service never share', () => {
  assert.equal(clash({ stack: null, service: null }, { stack: null, service: null }), true);
});

test('one port at two addresses of the host is two ports, and at all addresses it is each of them', () => {
  const at = (hostIp: string | null): Given => ({ service: hostIp ?? 'all', port: { hostIp } });
  assert.equal(clash(at('127.0.0.1'), at('127.0.0.2')), false);
  assert.equal(clash(at('127.0.0.1'), { ...at('127.0.0.1'), service: 'api' }), true);
  assert.equal(clash(at('127.0.0.1'), at(null)), true);
  assert.equal(clash(at(null), at('127.0.0.1')), true);
});

test('a port is taken by every range that it is in', () => {
  const ranged = (first: number, last: number): Given => ({ service: 'api', port: { hostPort: [first, last] } });
  for (const [first, last] of [
    [8080, 8090],
    [8070, 8080],
    [8070, 8090],
  ] as const)
    assert.equal(clash({}, ranged(first, last)), true);
  assert.equal(clash({}, ranged(8081, 8090)), false);
  assert.equal(clash({}, ranged(8070, 8079)), false);
});

test("a range has other ports to choose from, and a port that the kernel chooses is nobody else's", () => {
  assert.equal(clash({ port: { hostPort: [8080, 8081] } }, { service: 'api' }), false);
  assert.deepEqual(
    claimsOf(spec({ port: { hostPort: null } })).map(({ kind }) => kind),
    ['name'],
  );
});

test('a claim is told as what is taken', () => {
  const network = {
    kind: 'networks',
    attachments: [{ network: 'back', aliases: [], ipv4: '10.0.0.9', mac: null }],
  } as const;
  assert.deepEqual(claimsOf(spec({ network, port: { hostPort: [80, 90], protocol: 'udp' } })).map(describeClaim), [
    'name "n"',
    'address 10.0.0.9 of network "back"',
    'host port 80/udp',
  ]);
});
