import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerSpec, PortSpec } from '../../src/core/specs.ts';
import { claimsOf, collides } from '../../src/reconcile/claims.ts';
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
