import type { EvaluatedStage } from '../stage/evaluate-stage.ts';

/** What the stages take of each directory that the caller named: patterns, relative to it or with a slash before. */
export function namedSourcesOf(stages: readonly EvaluatedStage[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  const note = (source: { readonly kind: string; readonly name?: string }, paths: readonly string[]): void => {
    if (source.kind !== 'context' || source.name === undefined) return;
    found[source.name] = [...(found[source.name] ?? []), ...paths];
  };
  for (const { steps } of stages) {
    for (const step of steps) {
      if (step.kind === 'copy') note(step.source, step.sources);
      if (step.kind === 'run')
        for (const { mount, source } of step.mounts)
          note(source, [('source' in mount ? mount.source : undefined) ?? '/']);
    }
  }
  return found;
}
