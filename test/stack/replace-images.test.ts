// Names of images exchanged in a stack file, with everything around them left as it was.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { replaceImages } from '../../src/stack/replace-images.ts';

const renameTo =
  (to: string, only = 'web') =>
  (service: string) =>
    service === only ? to : undefined;
const replace = (text: string, to = 'app:2') => replaceImages('stack.yml', text, renameTo(to)).text;

describe('exchanging an image in a stack file', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'plain, with comments',
      '# top\nservices:\n  web:\n    image:   app:1   # keep\n\n  db: {image: db:1}\n',
      '# top\nservices:\n  web:\n    image:   app:2   # keep\n\n  db: {image: db:1}\n',
    ],
    [
      'in double quotes',
      'services:\n  web: { "image": "app:1", x-a: [1, 2] }\n',
      'services:\n  web: { "image": "app:2", x-a: [1, 2] }\n',
    ],
    ['in single quotes', "services: {web: {image: 'app:1'}}", "services: {web: {image: 'app:2'}}"],
    [
      'with lines that end as on Windows',
      'services:\r\n  web:\r\n    image: app:1\r\n',
      'services:\r\n  web:\r\n    image: app:2\r\n',
    ],
    [
      'with an anchor that nobody else uses',
      'services:\n  web:\n    image: &img app:1\n',
      'services:\n  web:\n    image: &img app:2\n',
    ],
    ['in JSON', '{"services":{"web":{"image":"app:1"}}}', '{"services":{"web":{"image":"app:2"}}}'],
    [
      'behind signs of several bytes',
      '# grüße 🎈\nservices:\n  web: { image: app:1 } # 🎈\n',
      '# grüße 🎈\nservices:\n  web: { image: app:2 } # 🎈\n',
    ],
  ];
  for (const [says, before, after] of cases)
    test(`changes nothing else: ${says}`, () => {
      assert.equal(replace(before), after);
    });

  test('tells which services it was for, and leaves a file that has none of them', () => {
    const text = 'services:\n  web: { image: app:1 }\n  other: { image: app:1 }\n';
    assert.deepEqual(replaceImages('stack.yml', text, renameTo('app:2')).services, ['web']);
    for (const none of [
      'services: {}\n',
      'a: 1\n',
      '- 1\n',
      '',
      'services:\n  web: { build: . }\n',
      'a: 1\n---\nb: 2\n',
    ])
      assert.deepEqual(replaceImages('stack.yml', none, renameTo('app:2')), { text: none, services: [] });
  });

  const refused: readonly (readonly [string, string])[] = [
    ['used elsewhere by an anchor', 'services:\n  db: { image: &img app:1 }\n  web: { image: *img }\n'],
    ['whose anchor is used elsewhere', 'services:\n  web: { image: &img app:1 }\n  db: { image: *img }\n'],
    ['that comes from a merge', 'x-base: &base { image: app:1 }\nservices:\n  web: { <<: *base }\n'],
    ['that is a block', 'services:\n  web:\n    image: >-\n      app:1\n'],
    ['that is written with escapes', 'services:\n  web: { image: "app\\u003a1" }\n'],
  ];
  for (const [says, text] of refused)
    test(`is refused for an image ${says}`, () => {
      assert.throws(() => replace(text), { code: 'image-not-editable' });
    });
});
