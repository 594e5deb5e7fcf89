import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { parseAgentSettings } from '../../src/agent/settings/parse-settings.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');

for (const page of ['webhooks', 'notifications']) {
  test(`the settings of docs/${page}.md can be read`, () => {
    const text = readFileSync(join(REPOSITORY, `docs/${page}.md`), 'utf8');
    const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)];
    assert.ok(examples.length > 0);
    const settings = examples.map(([, example = '']) => example).filter((example) => !example.startsWith('webhook:'));
    for (const example of settings) parseAgentSettings('agent.yaml', Buffer.from(example));
  });
}

test('docs/notifications.md has every kind of event that settings can name, once', () => {
  const schema = JSON.parse(readFileSync(join(REPOSITORY, 'schemas/agent.schema.json'), 'utf8'));
  const kinds: readonly string[] = schema.properties.notifications.additionalProperties.properties.events.items.enum;
  const text = readFileSync(join(REPOSITORY, 'docs/notifications.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(?:error|warning|info)` +\| (.*?) *\|$/gm)]
    .map(([, cells = '']) => cells)
    .join();
  const named = [...rows.matchAll(/`([a-z-]+)`/g)].map(([, kind = '']) => kind);
  assert.deepEqual([...new Set(named)].sort(), [...kinds].sort());
});
