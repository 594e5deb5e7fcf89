// `# check=skip=A,B;error=true;experimental=C`: which checks run, for the file or for one instruction.

export type CheckOptions = {
  readonly skip: ReadonlySet<string> | 'all';
  readonly experimental: ReadonlySet<string> | 'all';
  /** Warnings fail the build. */
  readonly failOnWarnings: boolean;
};

const DEFAULTS: CheckOptions = { skip: new Set(), experimental: new Set(), failOnWarnings: false };

/** The options a directive gives; what follows its first word is a remark. */
export function parseCheckOptions(text: string | undefined): CheckOptions {
  const fields = (text?.trim().split(/\s/)[0] ?? '').split(';');
  let options = DEFAULTS;
  for (const field of fields) {
    const [name = '', value = ''] = field.split('=');
    if (name === 'skip' || name === 'experimental') options = { ...options, [name]: parseRules(value) };
    if (name === 'error') options = { ...options, failOnWarnings: /^(1|t|true)$/i.test(value) };
  }
  return options;
}

/** Whether a rule is wanted, for an instruction with these comments above it. */
export function isWanted(rule: string, options: CheckOptions, comments: readonly string[]): boolean {
  if (isIn(rule, options.skip)) return false;
  return !comments.some((comment) => {
    const local = /^check=(.*)$/.exec(comment)?.[1];
    return local !== undefined && isIn(rule, parseCheckOptions(local).skip);
  });
}

export function isIn(rule: string, rules: ReadonlySet<string> | 'all'): boolean {
  return rules === 'all' || rules.has(rule);
}

function parseRules(value: string): ReadonlySet<string> | 'all' {
  const names = value.split(',').map((name) => name.trim());
  return names.includes('all') ? 'all' : new Set(names);
}
