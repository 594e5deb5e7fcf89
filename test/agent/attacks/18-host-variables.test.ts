// SECURITY.md row 18: a stack sees the variables that are declared for it, never those of the daemon.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { stackSettings } from '../../../src/agent/declaration/host-settings.ts';
import { DeclarationBench } from '../declaration/declaration-bench.ts';
import { declarationOf, SHOP_URL } from '../declared.ts';

const HOST = { name: 'web-1', labels: {} };

describe('a stack that asks for a variable of the daemon', () => {
  beforeEach(() => {
    process.env['DOCKR_TEST_TOKEN'] = 'sentinel-of-the-host';
  });
  afterEach(() => {
    delete process.env['DOCKR_TEST_TOKEN'];
  });

  const DEFAULT = `\${NOTHING:-\${DOCKR_TEST_TOKEN:-none}}`;
  const asking: Readonly<Record<string, string>> = {
    'by its name': `services:\n  web: { image: busybox, hostname: "\${DOCKR_TEST_TOKEN:-none}" }\n`,
    'in a default of another': `services:\n  web: { image: busybox, hostname: "${DEFAULT}" }\n`,
    'by an entry without a value':
      'services:\n  web: { image: busybox, hostname: none, environment: [DOCKR_TEST_TOKEN] }\n',
    'by a variable of its own .env': `services:\n  web: { image: busybox, hostname: "none\${COPY}" }\n`,
    'by a variable that is declared': `services:\n  web: { image: busybox, hostname: none, labels: { a: "\${OWN}" } }\n`,
  };
  for (const [attack, text] of Object.entries(asking)) {
    test(attack, async () => {
      await using bench = new DeclarationBench();
      bench.shop.push({ 'stack.yml': text, '.env': 'COPY=$DOCKR_TEST_TOKEN\n' });
      await bench.add(`name: shop\nsource: { url: ${SHOP_URL} }\nvariables: { OWN: "\${DOCKR_TEST_TOKEN}" }\n`);
      assert.equal(bench.applied[0]?.services['web']?.hostname, 'none');
      const everything = JSON.stringify([bench.table.list(), bench.applied, bench.agent.history('shop')]);
      assert.doesNotMatch(everything, /sentinel/);
      const { variables } = bench.agent.get('shop').record.declaration;
      assert.deepEqual(variables, { OWN: `\${DOCKR_TEST_TOKEN}` });
    });
  }
});

test('variables of one environment are not those of another', () => {
  const one = { hosts: [], files: [], profiles: [] };
  const environments = { live: { ...one, variables: { TOKEN: 'live' } }, test: { ...one, variables: {} } };
  const { variables } = stackSettings(declarationOf({ environment: 'test', environments }), HOST);
  assert.deepEqual(variables, {});
});
