import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeploymentEvent } from '../../../src/agent/events/deployment-event.ts';
import { DeploymentEvents } from '../../../src/agent/events/deployment-events.ts';

const event: DeploymentEvent = {
  at: 1,
  deployment: 'shop',
  url: 'https://git.example.org/shop.git',
  trigger: 'poll',
  actor: null,
  commit: null,
  signer: null,
  kind: 'suspended',
};

test('a listener that throws is told of, and keeps neither others nor the loop from going on', () => {
  const broken: unknown[] = [];
  const heard: DeploymentEvent[] = [];
  const events = new DeploymentEvents((error) => broken.push(error));
  events.listen(() => {
    throw new Error('full');
  });
  events.listen((it) => heard.push(it));
  events.emit(event);
  assert.deepEqual(heard, [event]);
  assert.deepEqual(broken.map(String), ['Error: full']);
});

test('who stopped listening hears no more, also when it stops while it hears', () => {
  const events = new DeploymentEvents((error) => assert.fail(String(error)));
  let heard = 0;
  const stop = events.listen(() => {
    heard++;
    stop();
  });
  events.emit(event);
  events.emit(event);
  assert.equal(heard, 1);
});
