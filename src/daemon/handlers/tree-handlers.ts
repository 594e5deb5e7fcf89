// Builds whose files are on the client's machine.
import type { NeedsRequest, OfferRequest, SendRequest } from '../../api/messages.ts';
import type { Engine } from '../../engine/engine.ts';
import type { SentTrees } from '../sent-trees.ts';

/** The paths that have to be sent, and where the tree is on this machine. */
export async function offerTree({ key, expected }: OfferRequest, trees: SentTrees) {
  return { different: await trees.offer(key, expected), path: trees.pathOf(key) };
}

export async function sendTree({ key, changes, contents }: SendRequest, trees: SentTrees) {
  const bytes = Object.entries(contents).map(([path, text]) => [path, Buffer.from(text, 'base64')] as const);
  await trees.send(key, changes, new Map(bytes));
  return {};
}

/** What a build takes of its named directories; its Dockerfile is in the request, the directories need not be here. */
export async function buildNeeds({ build }: NeedsRequest, engine: Engine, trees: SentTrees) {
  // A context there has to be; what is in it is not asked for.
  const { path } = await offerTree({ key: '0'.repeat(64), expected: [] }, trees);
  return { sources: await engine.builder.namedSources({ ...build, context: path }) };
}
