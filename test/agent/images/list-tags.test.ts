// Listing tags, of a real registry and of one that means harm.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { ImageRegistry } from '../../../src/agent/images/image-registry.ts';
import { listTags, type TagLimits } from '../../../src/agent/images/list-tags.ts';
import { RegistryClient } from '../../../src/engine/images/registry/registry-client.ts';
import { parseImageReference } from '../../../src/oci/reference.ts';
import { FIXTURE_IMAGES } from '../../fixtures/cosign/images.ts';
import { pushImage } from '../../support/push-image.ts';
import { registrySkipReason } from '../../support/registry.ts';
import { TrustRig } from './trust-rig.ts';

const APP = parseImageReference('registry.example.com/team/app');
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

/** A registry that answers each question for tags so; what was asked for is kept. */
function answering(answer: (path: string, count: number) => { body: unknown; link?: string }) {
  const asked: string[] = [];
  const no = () => Promise.reject(new Error('not asked for here'));
  const getListing: ImageRegistry['getListing'] = async (_, path) => {
    asked.push(path);
    const { body, link } = answer(path, asked.length);
    return { bytes: Buffer.from(JSON.stringify(body)), link };
  };
  return { asked, registry: { getManifest: no, getBlob: no, getListing } satisfies ImageRegistry };
}

describe('listing tags', { skip: registrySkipReason() }, () => {
  test('gives all of them, page by page', async () => {
    await using rig = await TrustRig.start();
    for (const tag of ['a', 'b', 'c', 'd', 'e'])
      await pushImage({ registryUrl: rig.registry.url, repository: 'team/app', tag }, FIXTURE_IMAGES.one);
    assert.deepEqual((await listTags(APP, { registry: rig.asked, signal: signal() })).toSorted(), [
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    const pages: string[] = [];
    const small: ImageRegistry = {
      ...rig.asked,
      getListing: async (reference, path, options) => {
        pages.push(path);
        const { bytes } = await rig.asked.getListing(reference, path, options);
        const tags = (JSON.parse(bytes.toString()) as { readonly tags: readonly string[] }).tags.toSorted();
        const last = new URLSearchParams(path.split('?')[1]).get('last') ?? '';
        const page = tags.filter((tag) => tag > last).slice(0, 2);
        const link = page.length < 2 ? undefined : `</v2/team/app/tags/list?last=${page[1]}&n=2>; rel="next"`;
        return { bytes: Buffer.from(JSON.stringify({ tags: page })), link };
      },
    };
    assert.deepEqual(await listTags(APP, { registry: small, signal: signal() }), ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(pages, ['tags/list?n=1000', 'tags/list?last=b&n=2', 'tags/list?last=d&n=2']);
  });

  test('leaves out what is no tag', async () => {
    const { registry } = answering(() => ({
      body: { tags: ['a', '../b', 'c d', '', '-e', 'x'.repeat(200), '\u001b[31m'] },
    }));
    assert.deepEqual(await listTags(APP, { registry, signal: signal() }), ['a']);
  });

  test('gives none for a repository without tags', async () => {
    const { registry } = answering(() => ({ body: { name: 'team/app', tags: null } }));
    assert.deepEqual(await listTags(APP, { registry, signal: signal() }), []);
  });
});

describe('a registry that means harm', () => {
  test('does not lead elsewhere with its link to the next page', async () => {
    const links = [
      '<https://evil.example/v2/other/secret/tags/list?last=a>; rel="next"',
      '</v2/other/tags/list?last=b&n=2>; rel=next',
      '<?last=c#/../../other>; rel="next"',
    ];
    const { registry, asked } = answering((_, count) => ({
      body: { tags: [`t${count}`] },
      link: links[count - 1] ?? '',
    }));
    assert.deepEqual(await listTags(APP, { registry, signal: signal() }), ['t1', 't2', 't3', 't4']);
    assert.deepEqual(asked, ['tags/list?n=1000', 'tags/list?last=a', 'tags/list?last=b&n=2', 'tags/list?last=c']);
  });

  test('does not keep us with pages without end', async () => {
    const { registry, asked } = answering((_, count) => ({ body: { tags: [] }, link: `<?last=${count}>; rel="next"` }));
    await assert.rejects(listTags(APP, { registry, signal: signal() }), {
      code: 'too-many-tags',
      message: /100 pages/,
    });
    assert.equal(asked.length, 100);
  });

  test('does not keep us with one page that is its own next', async () => {
    const { registry } = answering(() => ({ body: { tags: ['a'] }, link: '<?n=1000>; rel="next"' }));
    assert.deepEqual(await listTags(APP, { registry, signal: signal() }), ['a']);
  });

  test('does not fill the memory with tags', async () => {
    const limits: TagLimits = { pages: 10, pageBytes: 1 << 20, tags: 100 };
    const tags = Array.from({ length: 60 }, (_, index) => `${index}`);
    const { registry } = answering((_, count) => ({
      body: { tags: tags.map((tag) => `${count}-${tag}`) },
      link: `<?last=${count}>; rel="next"`,
    }));
    await assert.rejects(listTags(APP, { registry, signal: signal(), limits }), {
      code: 'too-many-tags',
      message: /more than 100 tags/,
    });
  });

  test('does not break what reads it with something else than a list', async () => {
    for (const body of [{ tags: 'a' }, { tags: [1] }, { tags: { length: 5 } }, [], 'tags'])
      await assert.rejects(listTags(APP, { registry: answering(() => ({ body })).registry, signal: signal() }), {
        code: 'bad-tag-list',
      });
  });
});

describe('an answer without end', () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(64 << 10, ' ')));
    };
    response.on('drain', more);
    more();
  });
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  test('is not read to its end', async () => {
    const { port } = server.address() as AddressInfo;
    using registry = new RegistryClient({
      environment: {},
      retry: { attempts: 1, firstDelayMs: 1, longestDelayMs: 1 },
    });
    const reference = parseImageReference(`127.0.0.1:${port}/team/app`);
    await assert.rejects(listTags(reference, { registry, signal: signal() }), { code: 'registry-answer-too-large' });
  });
});
