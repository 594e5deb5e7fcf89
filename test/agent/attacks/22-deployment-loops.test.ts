// SECURITY.md row 22, for deployments that make deployments: none makes itself, and none makes others without end.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SHOP_URL } from '../declared.ts';
import { assertRefused, CHILD_URL, child, startFleet } from './fleet.ts';

const GOOD = { 'deployments/a.yaml': child('fleet-a') };
const inner = (url: string, path: string): string =>
  `name: fleet-a\nsource: { url: ${url} }\npath: ${path}\ncontent: deployments\n`;

describe('a declaration in a repository', () => {
  test('that is made of what it is declared in', async () => {
    await using bench = await startFleet('deployments', GOOD);
    await assertRefused(bench, { 'deployments/a.yaml': inner(SHOP_URL, 'deployments') }, 'deployment-loop');
  });

  test('that says the same with another spelling of the path', async () => {
    await using bench = await startFleet('deployments', GOOD);
    await assertRefused(bench, { 'deployments/a.yaml': inner(SHOP_URL, './x/../deployments/') }, 'deployment-loop');
  });

  test('that comes back through another repository', async () => {
    await using bench = await startFleet('deployments', GOOD);
    bench.repository(CHILD_URL).push({
      'ring/b.yaml': `name: fleet-a-b\nsource: { url: ${SHOP_URL} }\npath: deployments\ncontent: deployments\n`,
    });
    bench.shop.push({ 'deployments/a.yaml': inner(CHILD_URL, 'ring') });
    await bench.sync('fleet');
    await bench.sync('fleet-a');
    assert.equal(bench.agent.get('fleet-a').record.error?.error.code, 'deployment-loop');
    assert.deepEqual(bench.names, ['fleet', 'fleet-a']);
  });

  test('that makes one more level each time', async () => {
    await using bench = await startFleet('deployments', GOOD);
    const level = (name: string, path: string): string =>
      `name: ${name}\nsource: { url: ${CHILD_URL} }\npath: ${path}\ncontent: deployments\n`;
    bench.repository(CHILD_URL).push({
      'l1/x.yaml': level('fleet-a-b', 'l2'),
      'l2/x.yaml': level('fleet-a-b-c', 'l3'),
      'l3/x.yaml': level('fleet-a-b-c-d', 'l4'),
    });
    bench.shop.push({ 'deployments/a.yaml': level('fleet-a', 'l1') });
    await bench.sync('fleet');
    await bench.sync('fleet-a');
    await bench.sync('fleet-a-b');
    assert.deepEqual(bench.names, ['fleet', 'fleet-a', 'fleet-a-b']);
    assert.equal(bench.agent.get('fleet-a-b').record.error?.error.code, 'deployment-loop');
  });
});
