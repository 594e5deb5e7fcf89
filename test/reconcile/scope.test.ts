import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DesiredDependency } from '../../src/reconcile/desired.ts';
import { dependentsOf, resolveScope, type ScopedService } from '../../src/reconcile/scope.ts';

const on = (service: string): DesiredDependency => ({
  ...{ service, condition: 'started', restart: false, required: true },
});
/** `a` needs `b` needs `c` needs `d`; `e` needs something that is not in the stack. */
const CHAIN: readonly ScopedService[] = [
  { name: 'a', dependencies: [on('b')] },
  { name: 'b', dependencies: [on('c')] },
  { name: 'c', dependencies: [on('d')] },
  { name: 'd', dependencies: [] },
  { name: 'e', dependencies: [on('gone')] },
];
const ALL = { services: [], noDependencies: false };

test('services start after what they depend on', () => {
  assert.deepEqual(resolveScope(CHAIN, ALL).services, ['d', 'c', 'b', 'a', 'e']);
});

test('those who are asked for bring what they depend on, at any distance, unless that is refused', () => {
  assert.deepEqual(resolveScope(CHAIN, { ...ALL, services: ['b'] }).services, ['d', 'c', 'b']);
  assert.deepEqual(resolveScope(CHAIN, { services: ['b', 'd'], noDependencies: true }).services, ['d', 'b']);
  assert.deepEqual(resolveScope(CHAIN, { ...ALL, services: ['e'] }).services, ['e']);
});

test('dependencies that are left out are no dependencies', () => {
  const { dependencies } = resolveScope(CHAIN, { services: ['a', 'c'], noDependencies: true });
  assert.deepEqual(
    [...dependencies],
    [
      ['c', []],
      ['a', []],
    ],
  );
});

test('dependents are known at any distance', () => {
  const dependents = dependentsOf(resolveScope(CHAIN, ALL));
  assert.deepEqual([...(dependents.get('d') ?? [])].sort(), ['a', 'b', 'c']);
  assert.deepEqual([...(dependents.get('b') ?? [])], ['a']);
  assert.deepEqual([...(dependents.get('e') ?? [])], []);
});

test('two that are needed by both are chosen once', () => {
  const diamond: ScopedService[] = [
    { name: 'top', dependencies: [on('left'), on('right')] },
    { name: 'left', dependencies: [on('low')] },
    { name: 'right', dependencies: [on('low')] },
    { name: 'low', dependencies: [] },
  ];
  assert.deepEqual(resolveScope(diamond, { ...ALL, services: ['top'] }).services, ['low', 'left', 'right', 'top']);
});

test('a circle of dependencies is refused, and named', () => {
  const circle: ScopedService[] = [
    { name: 'a', dependencies: [on('b')] },
    { name: 'b', dependencies: [on('a')] },
  ];
  assert.throws(() => resolveScope(circle, ALL), { code: 'dependency-cycle', message: /a -> b -> a|b -> a -> b/ });
});

test('a service that is not there is refused, with the nearest that is', () => {
  assert.throws(() => resolveScope([{ name: 'web', dependencies: [] }], { ...ALL, services: ['wbe'] }), {
    code: 'unknown-service',
    hint: 'did you mean "web"?',
  });
});
