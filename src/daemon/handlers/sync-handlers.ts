import type { CompareRequest, SyncRequest } from '../../api/messages.ts';
import type { SyncFailure } from '../../core/sync-change.ts';
import type { SyncSource } from '../../engine/containers/sync/apply-changes.ts';
import type { Engine } from '../../engine/engine.ts';

/** Brings changes of a watched tree into a container. */
export async function sync(
  { container, target, changes, source }: SyncRequest,
  engine: Engine,
): Promise<{ readonly failures: readonly SyncFailure[] }> {
  const { id } = engine.containers.get(container).record;
  return { failures: await engine.containers.inside.sync(id, { target, changes, source: toSource(source) }) };
}

/** Compares a container with a watched tree. */
export async function compareSync(
  { container, target, expected }: CompareRequest,
  engine: Engine,
): Promise<{ readonly different: readonly string[] }> {
  const { id } = engine.containers.get(container).record;
  return { different: await engine.containers.inside.compareSync(id, { target, expected }) };
}

function toSource(source: SyncRequest['source']): SyncSource {
  if (typeof source === 'string') return { kind: 'folder', path: source };
  const contents = Object.entries(source.contents).map(([path, text]) => [path, Buffer.from(text, 'base64')] as const);
  return { kind: 'sent', contents: new Map(contents) };
}
