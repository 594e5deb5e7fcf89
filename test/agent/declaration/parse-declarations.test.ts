// A file of declarations: what it says, and where it is wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { parseDeclaration, parseDeclarations } from '../../../src/agent/declaration/parse-declarations.ts';
import { DEFAULT_DECLARATION } from '../../../src/core/declaration.ts';
import { DockrError, ErrorList } from '../../../src/core/errors.ts';

const parse = (text: string) => parseDeclarations('shop.yaml', Buffer.from(text));

/** `LINE:COLUMN CODE`, with the hint behind it. */
function problemsOf(text: string): readonly string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (!(error instanceof DockrError)) throw error;
    const errors = error instanceof ErrorList ? error.errors : [error];
    return errors.map(({ at, code, hint }) =>
      `${at?.line}:${at?.column} ${code} ${hint?.startsWith('did') ? hint : ''}`.trim(),
    );
  }
}

const SOURCE = 'source: { url: https://git.example.org/shop.git }\n';

describe('a file of declarations', () => {
  test('needs a name and a source, and has everything else by default', () => {
    const [shop, ...others] = parse(`name: shop\n${SOURCE}`);
    assert.deepEqual(others, []);
    assert.deepEqual(shop?.declaration, {
      ...DEFAULT_DECLARATION,
      source: { kind: 'git', url: 'https://git.example.org/shop.git', ref: { kind: 'head' } },
    });
  });

  test('may have everything that has an effect', () => {
    const { name, declaration } = parseDeclaration(
      'shop.yaml',
      Buffer.from(`
version: 1
name: shop
source: { url: git@git.example.org:shop.git, branch: live }
path: stacks/./shop/
files: [compose.yaml, more.yaml]
variables: { VERSION: 1.10, MODE: 0644, ON: true, TEXT: "x" }
profiles: web
environments:
  production:
    hosts: ["web-*", { labels: { region: eu } }]
    files: production.yaml
    variables: { VERSION: 2 }
    profiles: [metrics]
hosts: [{ name: "web-*", labels: { tier: front } }]
interval: 5m
verify: { mode: range, allowedSigners: /etc/dockr/signers }
decrypt: { keys: /etc/dockr/shop.key }
policy: /etc/dockr/strict.yaml
removal: down
suspend: true
`),
    );
    assert.equal(name, 'shop');
    assert.deepEqual(declaration, {
      ...DEFAULT_DECLARATION,
      source: { kind: 'git', url: 'git@git.example.org:shop.git', ref: { kind: 'branch', branch: 'live' } },
      path: 'stacks/shop',
      files: ['compose.yaml', 'more.yaml'],
      variables: { VERSION: '1.10', MODE: '0644', ON: 'true', TEXT: 'x' },
      profiles: ['web'],
      environments: {
        production: {
          hosts: [
            { name: 'web-*', labels: {} },
            { name: '**', labels: { region: 'eu' } },
          ],
          files: ['production.yaml'],
          variables: { VERSION: '2' },
          profiles: ['metrics'],
        },
      },
      hosts: [{ name: 'web-*', labels: { tier: 'front' } }],
      intervalMs: 300_000,
      verify: { mode: 'range', allowedSigners: '/etc/dockr/signers', keyring: null },
      decrypt: { keys: ['/etc/dockr/shop.key'] },
      policies: ['/etc/dockr/strict.yaml'],
      removal: 'down',
      suspend: true,
    });
  });

  test('may have several documents, and JSON will do', () => {
    const names = parse(`name: a\n${SOURCE}---\n{"name": "b", "source": {"url": "https://x/y"}}\n`).map(
      ({ name }) => name,
    );
    assert.deepEqual(names, ['a', 'b']);
    assert.deepEqual(problemsOf(`name: a\n${SOURCE}---\nname: a\n${SOURCE}`), ['4:7 deployment-exists']);
    assert.throws(() => parseDeclaration('x', Buffer.from(`name: a\n${SOURCE}---\nname: b\n${SOURCE}`)), {
      code: 'several-declarations',
    });
  });

  test('tells every mistake with its place, and what was meant', () => {
    const text = [
      'name: Shop',
      'source: { url: x, brunch: live }',
      'intervall: 5m',
      'verify: { mode: rnage, keyring: /k }',
      'prune: maybe',
      'hosts: web-1',
      '',
    ].join('\n');
    assert.deepEqual(problemsOf(text), [
      '1:7 wrong-value',
      '2:19 unknown-key did you mean "branch"?',
      '3:1 unknown-key did you mean "interval"?',
      '4:17 wrong-value did you mean "range"?',
      '5:8 wrong-type',
      '6:8 wrong-type',
    ]);
  });

  test('takes every part that the format has', () => {
    const parts = {
      'source.tag': 'source: { url: x, tag: v1 }',
      timeout: 'timeout: 5m',
      prune: 'prune: false',
      dependsOn: 'dependsOn: [{ deployment: other }]',
      windows: 'windows: [{ kind: allow, schedule: "0 2 * * *", duration: 1h }]',
      retry: 'retry: { delay: 5s }',
      selfHeal: 'selfHeal: { enabled: false }',
      notify: 'notify: [{ channel: ops }]',
      webhook: 'webhook: { kind: github, secretFile: /s }',
      reports: 'reports: { forge: github, tokenFile: /t }',
      images: 'images: [{ image: x, policy: digest }]',
      previews: 'previews: { branches: feature/*, ttl: 2h, limit: 3, secrets: true, external: [proxy] }',
      auth: 'auth: { kind: token, tokenFile: /t }',
    };
    for (const [name, line] of Object.entries(parts)) {
      const text = `name: shop\n${line.startsWith('source') ? '' : SOURCE}${line}\n`;
      assert.deepEqual(problemsOf(text), [], name);
    }
  });

  const WRONG: Readonly<Record<string, readonly string[]>> = {
    '': ['1:1 empty-file'],
    'name: shop\n': ['1:1 missing-key'],
    [`name: ${'a'.repeat(64)}\n${SOURCE}`]: ['1:7 wrong-value'],
    'name: shop\nsource: {}\n': ['2:1 missing-key'],
    'name: shop\nsource: { url: x, branch: a, tag: b }\n': ['2:35 conflicting-keys'],
    'name: shop\nsource: { kind: git, url: x, reference: y }\n': ['2:41 conflicting-keys'],
    'name: shop\nsource: { url: x, commit: abc }\n': ['2:27 wrong-value'],
    [`name: shop\n${SOURCE}path: ../other\n`]: ['3:7 invalid-path'],
    [`name: shop\n${SOURCE}path: /etc\n`]: ['3:7 invalid-path'],
    [`name: shop\n${SOURCE}path: a/.GIT/b\n`]: ['3:7 invalid-path'],
    [`name: shop\n${SOURCE}files: [a.yaml, ../../b.yaml]\n`]: ['3:17 invalid-path'],
    [`name: shop\n${SOURCE}interval: 10ms\n`]: ['3:11 wrong-value'],
    [`name: shop\n${SOURCE}interval: 1000h\n`]: ['3:11 wrong-value'],
    [`name: shop\n${SOURCE}interval: 60\n`]: ['3:11 wrong-type'],
    [`name: shop\n${SOURCE}policy: strict.yaml\n`]: ['3:9 wrong-value'],
    [`name: shop\n${SOURCE}policy: [/a, /b/../../etc/shadow]\n`]: ['3:14 wrong-value'],
    [`name: shop\n${SOURCE}verify: { mode: head }\n`]: ['3:1 missing-key'],
    [`name: shop\n${SOURCE}environment: prod\nenvironments: { prid: {} }\n`]: [
      '3:14 undefined-environment did you mean "prid"?',
    ],
    [`name: shop\n${SOURCE}hosts: [{}]\n`]: ['3:9 missing-key'],
    [`name: shop\n${SOURCE}variables: { "a b": x }\n`]: ['3:14 invalid-name'],
    [`name: shop\n${SOURCE}__proto__: {}\n`]: ['3:1 forbidden-key'],
    [`name: shop\n${SOURCE}previews: { ttl: 30d }\n`]: ['3:18 wrong-value'],
    [`name: shop\n${SOURCE}previews: { limit: 1000 }\n`]: ['3:20 wrong-value'],
    [`name: shop\n${SOURCE}previews: { branch: x }\n`]: ['3:13 unknown-key did you mean "branches"?'],
    [`name: shop\n${SOURCE}content: deployments\npreviews: {}\n`]: ['4:1 conflicting-keys'],
    'name: shop\nsource: { reference: "x/y:z" }\npreviews: {}\n': ['3:1 conflicting-keys'],
    '[]\n': ['1:1 wrong-type'],
  };
  for (const [text, expected] of Object.entries(WRONG)) {
    test(`is refused: ${JSON.stringify(text.replace(`name: shop\n${SOURCE}`, '').slice(0, 60))}`, () =>
      assert.deepEqual(problemsOf(text), expected));
  }
});

describe('the schema', () => {
  type Schema = {
    readonly description?: string;
    readonly properties?: Record<string, Schema>;
    readonly items?: Schema;
  };
  const path = resolve(import.meta.dirname, '../../../schemas/deployment.schema.json');
  const schema: Schema = JSON.parse(readFileSync(path, 'utf8'));

  test('describes every property', () => {
    const without = (one: Schema, at: string): readonly string[] =>
      Object.entries({ ...one.properties, ...one.items?.properties }).flatMap(([name, part]) => [
        ...(part.description ? [] : [`${at}.${name}`]),
        ...without(part, `${at}.${name}`),
      ]);
    assert.deepEqual(without(schema, ''), []);
  });
});
