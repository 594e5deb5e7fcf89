import { formatPlanText } from '../../ui/format-plan-text.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { loadProject } from '../project.ts';
import { PLAN_OPTIONS, type PlanOptions, resolveStackRequest } from '../stack-request.ts';

export const command = defineCommand({
  name: 'plan',
  summary: 'Show what "up" would change, and why',
  details: 'The exit code is 0 when there is nothing to do and 4 when there are changes.',
  arguments: [
    { name: 'service', summary: 'only these services and what they depend on', variadic: true, completes: 'service' },
  ],
  options: PLAN_OPTIONS,
  examples: [
    { line: 'dockr plan', says: 'show the plan for the stack of this directory' },
    { line: 'dockr plan --json', says: 'likewise, for programs' },
  ],
  run: (cli, input) => runPlan(cli, input),
});

/** Also what `up --dry-run` does. */
export async function runPlan(cli: Cli, { options, operands }: PlanInput): Promise<number> {
  const [stack, client] = await Promise.all([loadProject(cli), cli.connect()]);
  const request = resolveStackRequest(stack, operands, options);
  const { plan } = await client.call('plan', request);
  const { stdout } = cli.output;
  stdout.write(cli.globals.json ? `${JSON.stringify(plan)}\n` : formatPlanText(plan, stdout.paint));
  return plan.steps.length === 0 ? EXIT.done : EXIT.changes;
}

type PlanInput = { readonly options: PlanOptions; readonly operands: readonly string[] };
