import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Lab, networkSpec, openLab, port, request, runIn } from './network-lab.ts';
import { cannotIsolate } from './own-namespace.ts';

const PORTS = 1000;
const CONTAINERS = 50;

describe('many shared ports', { skip: cannotIsolate }, () => {
  let lab: Lab;
  beforeEach(() => {
    lab = openLab();
    lab.engine.createNetwork(networkSpec('one', { subnet: '10.212.0.0/24' }));
  });
  afterEach(async () => {
    const { engine } = lab;
    const { endpoints } = engine.observer.inspect('one');
    await Promise.all(endpoints.map(({ containerId }) => engine.detachContainer(containerId)));
    await engine.removeNetwork('one');
    await lab.close();
  });

  const rules = () => runIn(null, 'nft', 'list', 'table', 'inet', 'dockr_test').output;

  test('a thousand of two containers change at once: timing is printed', async () => {
    const ports = Array.from({ length: PORTS }, (_, index) => port(20_000 + index, 80, { protocol: 'udp' }));
    const wanted = ['web-1', 'web-2', 'web-3'].map((name) => request(name, ['one'], { ports, sharing: 'shop/web' }));
    for (const one of wanted) await lab.engine.attachContainer(one);
    const [first = '', second = '', third = ''] = wanted.map(({ containerId }) => containerId);
    for (const id of [first, second, third]) await lab.engine.setReachable(id, true);
    assert.equal(rules().match(/numgen inc mod 3/g)?.length, PORTS);
    const delays = watchLoop();
    const start = performance.now();
    await lab.engine.traffic.switch({ to: [second, third], from: [first] });
    const ms = performance.now() - start;
    console.log(
      `${PORTS} ports of 2 containers: switched in ${ms.toFixed(0)} ms, the loop waited ${delays.stop().toFixed(0)} ms`,
    );
    assert.equal(rules().match(/numgen inc mod 2/g)?.length, PORTS);
    assert.equal(await lab.engine.verifyFirewall(), false);
  });

  test('fifty containers behind one: timing is printed', async () => {
    const wanted = Array.from({ length: CONTAINERS }, (_, index) =>
      request(`web-${index}`, ['one'], { ports: [port(8080, 80)], sharing: 'shop/web' }),
    );
    await Promise.all(wanted.map((one) => lab.engine.attachContainer(one)));
    await Promise.all(wanted.map(({ containerId }) => lab.engine.setReachable(containerId, true)));
    assert.match(rules(), /numgen inc mod 50/);
    const ids = wanted.map(({ containerId }) => containerId);
    const start = performance.now();
    await lab.engine.traffic.switch({ to: ids.slice(25), from: ids.slice(0, 25) });
    console.log(`${CONTAINERS} containers: switched in ${(performance.now() - start).toFixed(0)} ms`);
    assert.match(rules(), /numgen inc mod 25/);
  });
});

/** The longest time that the event loop was not free. */
function watchLoop(): { readonly stop: () => number } {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  const stop = () => {
    clearInterval(timer);
    return longest;
  };
  return { stop };
}
