// deploy preview, preview list, preview rm: the keeper of previews in the words of the API.
import type { Agent } from '../../agent/agent.ts';
import { type Preview, previewsAmong } from '../../agent/previews/plan-previews.ts';
import { expiryOf } from '../../agent/previews/preview-declaration.ts';
import type { PreviewKeeper } from '../../agent/previews/preview-keeper.ts';
import type { PreviewSummary } from '../../api/deployment-messages.ts';
import type { EnginePort as Engine } from '../../apply/engine-port.ts';
import type { Handlers } from '../server.ts';
import { containerSummaries } from '../summaries.ts';
import { stateOf } from './deploy-handlers.ts';

export type PreviewContext = { readonly engine: Engine; readonly agent: Agent; readonly previews: PreviewKeeper };

export function previewCalls(context: PreviewContext): Pick<Handlers['calls'], 'deploy-previews'> {
  const { agent, previews } = context;
  return {
    'deploy-previews': async ({ parent }) => {
      if (parent !== null) agent.get(parent);
      const records = agent.list().map(({ record }) => record);
      const found = previewsAmong(records, parent ?? undefined);
      const names = new Set([parent, ...found.map(({ record }) => record.name)]);
      return {
        previews: found.map((preview) => summary(preview, context)),
        problems: previews.problems.filter(({ name }) => parent === null || names.has(name)),
      };
    },
  };
}

export function previewStreams(
  context: PreviewContext,
): Pick<Handlers['streams'], 'deploy-preview' | 'deploy-preview-remove'> {
  const { agent, previews } = context;
  return {
    'deploy-preview': async (request, { emit, signal }) => {
      const name = await previews.ask({ ...request, emit, signal });
      for (const { path, says } of previews.notesOf(name))
        emit({ type: 'warning', code: 'preview-rewritten', message: `"${path.join('.')}": ${says}` });
      const [preview] = previewsAmong([agent.get(name).record]);
      if (!preview) throw new Error(`"${name}" is no preview`);
      return summary(preview, context);
    },
    'deploy-preview-remove': async ({ name }, { emit }) => {
      // Not to be left half-way: the stack gone and the deployment there would bring it up again.
      await previews.remove(name, { emit, signal: new AbortController().signal });
      return null;
    },
  };
}

function summary({ record, origin }: Preview, { agent, engine, previews }: PreviewContext): PreviewSummary {
  const { name, applied, error } = record;
  const { parent, of, by } = origin;
  const addresses = containerSummaries(engine, name).flatMap(({ service, ports }) =>
    ports.map((port) => ({ service, ...port })),
  );
  return {
    ...{ name, parent, of, by, addresses },
    expiresAt: expiryOf(origin),
    state: stateOf(agent.get(name)),
    commit: applied?.commit ?? null,
    error: error?.error ?? null,
    notes: previews.notesOf(name),
  };
}
