import type { EngineInfo, Finding } from '../api/messages.ts';
import type { Paint, StyleName } from './paint.ts';
import { toPlainLine } from './plain-text.ts';

const MARKS: Readonly<Record<Finding['level'], readonly [StyleName, string]>> = {
  ok: ['green', 'ok'],
  warning: ['yellow', 'warning'],
  error: ['red', 'error'],
};

/** `dockr doctor`: a line a finding, what mends it below, and how many there are. */
export function formatFindings(findings: readonly Finding[], paint: Paint): string {
  const lines = findings.flatMap((finding) => {
    const [style, word] = MARKS[finding.level];
    const line = `${paint(style, word.padEnd(7))}  ${finding.code}: ${toPlainLine(finding.message)}`;
    return finding.hint ? [line, `         ${paint('cyan', 'hint')}: ${toPlainLine(finding.hint)}`] : [line];
  });
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  const summary = `${count('ok')} ok, ${count('warning')} warnings, ${count('error')} errors`;
  return `${[...lines, summary].join('\n')}\n`;
}

/** `dockr info` */
export function formatInfo(info: EngineInfo): string {
  const rows: readonly (readonly [string, string | number])[] = [
    ['Version', info.version],
    ['API version', info.apiVersion],
    ['Daemon', `pid ${info.pid}, since ${new Date(info.startedAt).toISOString()}`],
    ['Node', info.node],
    ['Runtime', `${info.runtime} (${info.runtimeReason})`],
    ['Seccomp', info.seccomp ? 'on' : 'off'],
    ['Cgroups', info.cgroupVersion],
    ['Kernel', info.kernel],
    ['State directory', info.stateDirectory],
    ['Run directory', info.runDirectory],
    ['Containers', `${info.containers}, ${info.running} running`],
    ['Images', info.images],
  ];
  return rows.map(([name, value]) => `${`${name}:`.padEnd(18)}${value}\n`).join('');
}
