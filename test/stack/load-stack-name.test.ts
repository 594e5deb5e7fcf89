// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCode } from '../../src/core/errors.ts';
import { loadStack } from '../../src/stack/load-stack.ts';
import { loadStackName } from '../../src/stack/load-stack-name.ts';
import { memoryReader } from './load-case.ts';

const SERVICES = 'services:\n  web:\n    image: x\n';

function optionsOf(text: string, environment: Readonly<Record<string, string>> = {}) {
  return { files: [], environment, cwd: '/srv/My Shop', ...memoryReader({ '/srv/My Shop/compose.yaml': text }) };
}

const texts = [
  `name: plain\n${SERVICES}`,
  `\uFEFFname: marked\n${SERVICES}`,
  `\uFEFF\uFEFFname: twice-marked\n${SERVICES}`,
  `name: "quoted" # said\n${SERVICES}`,
  `name: 'single'\n${SERVICES}`,
  `"name" : key\n${SERVICES}`,
  `${SERVICES}name: last`,
  `${SERVICES}x-name: not-this\n`,
  `${SERVICES}    labels:\n      name: nor-this\n`,
  `${SERVICES}x-text: |\n  name: nor-in-here\n`,
  `${SERVICES}x-text: "one\n  name: two"\n`,
  'name: ${STACK:-by-default}\nservices: {}\n',
  '{name: flow, services: {web: {image: x}}}',
  '  {"name": "indented-flow", "services": {"web": {"image": "x"}}}',
  '  name: indented\n  services:\n    web: {image: x}\n',
  `---\nname: document\n${SERVICES}`,
  `x-base: &base\n  name: merged\n<<: *base\n${SERVICES}`,
  `"na\\u006de": escaped\n${SERVICES}`,
  `? name\n: explicit\n${SERVICES}`,
  `name: >-\n  folded\n${SERVICES}`,
  `name:\n  below\n${SERVICES}`,
  `name: &anchor anchored\n${SERVICES}`,
  `name: !!str tagged\n${SERVICES}`,
  `name: windows\r\nservices:\r\n  web:\r\n    image: x\r\n`,
  `# a comment\n\nname: after-comment\n${SERVICES}`,
  `name: "123"\n${SERVICES}`,
];

for (const text of texts) {
  test(`the name is that of the loader: ${JSON.stringify(text.slice(0, 40))}`, async () => {
    assert.equal(await loadStackName(optionsOf(text)), (await loadStack(optionsOf(text))).stack.name);
  });
}

for (const name of ['123', 'Shop', 'true', '[a]', '"a b"']) {
  test(`a name that is none is refused as the loader does: ${name}`, async () => {
    const options = optionsOf(`name: ${name}\n${SERVICES}`);
    const loaded = await loadStack(options).then(
      ({ stack }) => stack.name,
      (error: unknown) => errorCode(error) ?? 'several',
    );
    const named = await loadStackName(options).catch((error: unknown) => errorCode(error) ?? 'several');
    assert.equal(named, loaded);
  });
}

test('a file with an error elsewhere still has its name, and the environment goes first', async () => {
  assert.equal(await loadStackName(optionsOf('name: broken\nservices:\n  web: [\n')), 'broken');
  assert.equal(await loadStackName(optionsOf('name: file', { COMPOSE_PROJECT_NAME: 'given' })), 'given');
});
