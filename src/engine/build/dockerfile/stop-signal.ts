// Signals by name or number, as STOPSIGNAL takes them.

const NAMES: ReadonlySet<string> = new Set(
  (
    'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP ' +
    'TSTP TTIN TTOU UNUSED URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'
  ).split(' '),
);

/** Whether a text names a signal: `SIGTERM`, `term`, `15`, `RTMIN+3`. */
export function isStopSignal(text: string): boolean {
  if (/^\d{1,3}$/.test(text)) return Number(text) >= 1 && Number(text) <= 64;
  const name = text.toUpperCase().replace(/^SIG/, '');
  const realTime = /^RT(MIN\+|MAX-)(\d{1,2})$/.exec(name);
  if (realTime) return Number(realTime[2]) <= (realTime[1] === 'MIN+' ? 15 : 14);
  return NAMES.has(name);
}
