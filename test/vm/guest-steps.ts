// What runs in the guest machine: named pieces of shell, and what each of them printed and ended with.

/** Name → shell, run in this order whatever becomes of the ones before. */
export type GuestSteps<Name extends string> = Readonly<Record<Name, string>>;

export type StepResult = {
  /** Without the last line end. */
  readonly output: string;
  /** Null if the power was cut before its end. */
  readonly status: number | null;
  /** By the guest's clock. */
  readonly ms: number;
};

const STEP_LIMIT_S = 300;

/** The script that runs them, with a limit of time for each. */
export function encodeSteps(steps: GuestSteps<string>, limitS = STEP_LIMIT_S): string {
  const blocks = Object.entries(steps).map(([name, shell]) => encodeStep(name, shell, limitS));
  return `export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n${blocks.join('')}exit 0\n`;
}

// The shell is a quoted here-document, so that nothing in it is expanded twice.
function encodeStep(name: string, shell: string, limitS: number): string {
  return `step=$(mktemp)
cat >$step <<'END_OF_STEP'
${shell.trim()}
END_OF_STEP
echo "## begin ${name} $(cut -d ' ' -f 1 /proc/uptime)"
timeout ${limitS} sh $step </dev/null 2>&1
status=$?
rm $step
printf '\\n## end ${name} %s %s\\n' $status "$(cut -d ' ' -f 1 /proc/uptime)"
`;
}

/** The results of the steps that began. */
export function parseSteps<Name extends string>(output: string): Readonly<Partial<Record<Name, StepResult>>> {
  const results: Record<string, StepResult> = {};
  for (const [, name = '', began, rest = ''] of output.matchAll(
    /^## begin (\S+) (\S+)\n([\s\S]*?)(?=^## begin |$(?![\s\S]))/gm,
  ))
    results[name] = parseStep(name, Number(began), rest);
  return results as Partial<Record<Name, StepResult>>;
}

function parseStep(name: string, began: number, rest: string): StepResult {
  const [printed = '', end] = rest.split(`\n## end ${name} `);
  const [status, ended] = end?.trim().split(' ') ?? [];
  return {
    output: printed.replace(/\n$/, ''),
    status: status === undefined ? null : Number(status),
    ms: ended === undefined ? 0 : Math.round((Number(ended) - began) * 1000),
  };
}
