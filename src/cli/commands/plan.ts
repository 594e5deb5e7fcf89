import { formatPlanText } from '../../ui/format-plan-text.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import type { OptionSpecs, OptionValues } from '../declaration.ts';
import { EXIT } from '../exit-codes.ts';
import { printModelDiff } from '../model-diff.ts';
import { loadActing } from '../project.ts';
import { PLAN_OPTIONS, type PlanOptions, resolveStackRequest } from '../stack-request.ts';
import { actedOn } from '../with-dependencies.ts';

const OPTIONS = {
  ...PLAN_OPTIONS,
  out: { kind: 'text', short: 'o', value: 'FILE', summary: 'Also keep the plan, for "apply"' },
  diff: { kind: 'flag', summary: 'Also show what differs between the stack as it was applied and its file' },
} as const satisfies OptionSpecs;

export const command = defineCommand({
  name: 'plan',
  summary: 'Show what "up" would change, and why',
  details: 'The exit code is 0 when there is nothing to do and 4 when there are changes.',
  arguments: [
    { name: 'service', summary: 'only these services and what they depend on', variadic: true, completes: 'service' },
  ],
  options: OPTIONS,
  examples: [
    { line: 'dockr plan', says: 'show the plan for the stack of this directory' },
    { line: 'dockr plan --json', says: 'likewise, for programs' },
    { line: 'dockr plan --diff', says: 'with the changed lines' },
    { line: 'dockr plan -o plan.json', says: 'keep it, to be applied later with "dockr apply plan.json"' },
  ],
  run: (cli, input) => runPlan(cli, input),
});

type PlanInput = {
  readonly options: PlanOptions & Partial<Pick<OptionValues<typeof OPTIONS>, 'out' | 'diff'>>;
  readonly operands: readonly string[];
};

/** Also what `up --dry-run` does. */
export async function runPlan(cli: Cli, { options, operands }: PlanInput): Promise<number> {
  const [loaded, client] = await Promise.all([
    loadActing(cli, { services: operands, withOthers: (stack, names) => actedOn(stack, names, options) }),
    cli.connect(),
  ]);
  const { stack, ...request } = resolveStackRequest(loaded, operands, options);
  const withModels = options.diff ?? false;
  const { plan, models } = await client.call('plan', { stack, ...request, withModels });
  const { stdout } = cli.output;
  if (options.out !== undefined) {
    const { writePlanFile } = await import('../plan-file.ts');
    await writePlanFile(cli, options.out, { request, plan });
  }
  if (cli.globals.json) stdout.write(`${JSON.stringify(plan)}\n`);
  else {
    if (models) await printModelDiff(cli, models);
    stdout.write(formatPlanText(plan, stdout.paint));
  }
  return plan.steps.length === 0 ? EXIT.done : EXIT.changes;
}
