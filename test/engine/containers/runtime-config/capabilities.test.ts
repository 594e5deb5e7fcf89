import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ALL_CAPABILITIES,
  DEFAULT_CAPABILITIES,
  resolveCapabilities,
} from '../../../../src/engine/containers/runtime-config/capabilities.ts';
import { parseBoundingSet, parseHardLimits } from '../../../../src/engine/containers/runtime-config/host-facts.ts';

const plain = { add: [], drop: [], privileged: false, available: ALL_CAPABILITIES };

test('without a request a container has the fourteen defaults', () => {
  assert.deepEqual(new Set(resolveCapabilities(plain)), new Set(DEFAULT_CAPABILITIES));
  assert.equal(DEFAULT_CAPABILITIES.length, 14);
});

test('names are taken in any case, with and without their prefix', () => {
  for (const name of ['net_admin', 'NET_ADMIN', 'CAP_NET_ADMIN', 'cap_net_admin']) {
    assert.ok(resolveCapabilities({ ...plain, add: [name] }).includes('CAP_NET_ADMIN'), name);
  }
});

test('adding ALL gives everything not dropped', () => {
  const found = resolveCapabilities({ ...plain, add: ['ALL'], drop: ['SYS_ADMIN'] });
  assert.deepEqual(
    found,
    ALL_CAPABILITIES.filter((name) => name !== 'CAP_SYS_ADMIN'),
  );
});

test('dropping ALL leaves only what is added', () => {
  assert.deepEqual(resolveCapabilities({ ...plain, add: ['CHOWN'], drop: ['all'] }), ['CAP_CHOWN']);
});

test('what is both dropped and added is there', () => {
  assert.ok(resolveCapabilities({ ...plain, add: ['MKNOD'], drop: ['MKNOD'] }).includes('CAP_MKNOD'));
});

test('a privileged container has all that are available and no more', () => {
  assert.deepEqual(resolveCapabilities({ ...plain, privileged: true, available: ['CAP_CHOWN', 'CAP_SYS_ADMIN'] }), [
    'CAP_CHOWN',
    'CAP_SYS_ADMIN',
  ]);
});

test('defaults that the engine does not have are left out, those asked for by name are an error', () => {
  assert.deepEqual(resolveCapabilities({ ...plain, available: ['CAP_CHOWN'] }), ['CAP_CHOWN']);
  assert.throws(() => resolveCapabilities({ ...plain, add: ['SYS_TIME'], available: ['CAP_CHOWN'] }), {
    code: 'capability-unavailable',
  });
  assert.deepEqual(resolveCapabilities({ ...plain, drop: ['SYS_TIME'], available: ['CAP_CHOWN'] }), ['CAP_CHOWN']);
});

test('an unknown capability is an error that suggests the nearest', () => {
  assert.throws(() => resolveCapabilities({ ...plain, add: ['NET_ADMN'] }), {
    code: 'unknown-capability',
    hint: 'did you mean "NET_ADMIN"?',
  });
  assert.throws(() => resolveCapabilities({ ...plain, drop: ['FOO_BAR_BAZ'] }), {
    code: 'unknown-capability',
    hint: undefined,
  });
});

test('the bounding set is read by bit number', () => {
  assert.deepEqual(parseBoundingSet('Name:\tx\nCapBnd:\t0000000000200001\n'), ['CAP_CHOWN', 'CAP_SYS_ADMIN']);
  assert.deepEqual(parseBoundingSet('nothing'), []);
});

test('hard limits are read from their column', () => {
  const text =
    'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 20000                files     \nMax cpu time              unlimited            unlimited            seconds   \n';
  assert.deepEqual(parseHardLimits(text), { nofile: 20_000, cpu: Number.POSITIVE_INFINITY });
});
