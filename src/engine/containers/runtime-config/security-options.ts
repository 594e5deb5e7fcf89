// security_opt, as far as the machine's kernel and the engine can honour it. What cannot be honoured is refused, not ignored.
import { ContainerError } from '../../../core/errors.ts';

export type SecurityOptions = { readonly noNewPrivileges: boolean; readonly seccomp: 'default' | 'unconfined' };

const KNOWN = 'no-new-privileges[:true|false], seccomp=unconfined, seccomp=builtin, apparmor=unconfined, label=disable';

/** Reads `security_opt`; the later of two contradicting options counts. */
export function parseSecurityOptions(options: readonly string[]): SecurityOptions {
  let noNewPrivileges = false;
  let seccomp: SecurityOptions['seccomp'] = 'default';
  for (const option of options) {
    const [key, value] = splitOption(option);
    if (key === 'no-new-privileges') noNewPrivileges = parseFlag(option, value);
    else if (key === 'seccomp' && value === 'unconfined') seccomp = 'unconfined';
    else if (key === 'seccomp' && value === 'builtin') seccomp = 'default';
    else if (!isHarmless(key, value)) throw notSupported(option);
  }
  return { noNewPrivileges, seccomp };
}

/** Both `key=value` and the older `key:value`. */
function splitOption(option: string): readonly [string, string | undefined] {
  const at = option.search(/[=:]/);
  return at < 0 ? [option, undefined] : [option.slice(0, at), option.slice(at + 1)];
}

function parseFlag(option: string, value: string | undefined): boolean {
  if (value === undefined || value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw notSupported(option);
}

// No AppArmor profile and no SELinux label is put on containers, so asking for none changes nothing.
function isHarmless(key: string, value: string | undefined): boolean {
  return (key === 'apparmor' && value === 'unconfined') || (key === 'label' && value === 'disable');
}

function notSupported(option: string): ContainerError {
  return new ContainerError('not-supported', {
    message: `cannot apply security option "${option}": supported are ${KNOWN}`,
    facts: { option },
  });
}
