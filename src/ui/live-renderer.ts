// Tasks on a terminal, drawn by listr2: a step appears when it starts and stays with how it ended. The tasks are not run
// by listr2, because the daemon does the work: we only set their states.
import { DefaultRenderer, Listr, ListrLogger, ListrTaskState, ProcessOutput } from 'listr2';
import type { DockrEvent } from '../core/events.ts';
import { formatSize } from '../core/units.ts';
import { FailedSteps } from './failed-steps.ts';
import { formatPlanText, isPlan } from './format-plan-text.ts';
import { formatWarning } from './format-warning.ts';
import { toPlainLine } from './plain-text.ts';
import type { Renderer, RendererOptions } from './renderer.ts';
import { formatOutcome, type StepEvent } from './step-line.ts';

const STATES = {
  started: ListrTaskState.STARTED,
  done: ListrTaskState.COMPLETED,
  unneeded: ListrTaskState.COMPLETED,
  failed: ListrTaskState.FAILED,
  skipped: ListrTaskState.SKIPPED,
} as const;

/** Lines of a build's output that stay in sight while it runs. */
const OUTPUT_LINES = 4;

/** Draws on stderr until `finish`. */
export function createLiveRenderer(options: RendererOptions): Renderer {
  const { stderr } = options.output;
  const failed = new FailedSteps();
  const warnings: string[] = [];
  const board = new TaskBoard(stderr.stream);
  const onEvent = (event: DockrEvent): void => {
    failed.onEvent(event);
    switch (event.type) {
      case 'plan':
        if (isPlan(event.plan)) board.above(`${formatPlanText(event.plan, stderr.paint)}\n`);
        return;
      case 'step':
        board.setStep(event, formatOutcome(event, stderr.paint));
        return;
      case 'progress':
        board.setOutput(event.id, formatProgress(event));
        return;
      case 'output':
        board.setOutput(event.id, toPlainLine(event.line));
        return;
      case 'warning':
        warnings.push(formatWarning(event, stderr.paint));
    }
  };
  return {
    onEvent,
    finish: async () => {
      await board.end();
      for (const warning of warnings.splice(0)) stderr.write(warning);
      failed.print(options);
    },
  };
}

function formatProgress(event: Extract<DockrEvent, { type: 'progress' }>): string {
  const total = event.total === undefined ? '' : ` of ${formatSize(event.total)}`;
  return `${toPlainLine(event.label)}  ${formatSize(event.current)}${total}`;
}

type Task = Listr<object, 'default', 'silent'>['tasks'][number];

/** The tasks that listr2 draws, one a step. */
class TaskBoard {
  readonly #stream: NodeJS.WriteStream;
  readonly #list: Listr<object, 'default', 'silent'>;
  readonly #tasks = new Map<string, Task>();
  #drawing: { readonly renderer: DefaultRenderer; readonly ready: Promise<void> } | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#list = new Listr<object, 'default', 'silent'>([], { exitOnError: false, registerSignalListeners: false });
  }

  /** Text that stays above the tasks; only before the first of them. */
  above(text: string): void {
    if (!this.#drawing) this.#stream.write(text);
  }

  setStep(step: StepEvent, outcome: string | undefined): void {
    const task = this.#tasks.get(step.id) ?? this.#addTask(step);
    const title = toPlainLine(step.title);
    task.title$ = outcome === undefined ? title : `${title}  ${outcome}`;
    task.state$ = STATES[step.status];
  }

  setOutput(id: string, line: string): void {
    const task = this.#tasks.get(id);
    if (task) task.output$ = line;
  }

  async end(): Promise<void> {
    const drawing = this.#drawing;
    if (!drawing) return;
    this.#drawing = undefined;
    await drawing.ready;
    drawing.renderer.end();
  }

  #addTask(step: StepEvent): Task {
    this.#drawing ??= this.#startDrawing();
    this.#list.add({ title: toPlainLine(step.title), task: () => {}, rendererOptions: { outputBar: OUTPUT_LINES } });
    const task = this.#list.tasks[this.#list.tasks.length - 1];
    if (!task) throw new Error('listr2 did not take the task');
    // Enables the task: only enabled ones are drawn.
    void task.check({});
    this.#tasks.set(step.id, task);
    return task;
  }

  #startDrawing() {
    const logger = new ListrLogger({ processOutput: new ProcessOutput(this.#stream, this.#stream) });
    const style = {
      logger,
      collapseErrors: false,
      showErrorMessage: false,
      collapseSkips: false,
      showSkipMessage: false,
    };
    const renderer = new DefaultRenderer(this.#list.tasks, style, this.#list.events);
    return { renderer, ready: renderer.render() };
  }
}
