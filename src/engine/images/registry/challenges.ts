// `WWW-Authenticate` (RFC 9110 §11.6.1): several challenges may share one header, and several headers may come.

export type Challenge = { readonly scheme: string; readonly parameters: ReadonlyMap<string, string> };

const LONGEST_HEADER = 8192;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const PARAMETER = /([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
const TOKEN68 = /[A-Za-z0-9\-._~+/]+=*(?=\s*(?:,|$))/y;
const SEPARATOR = /[\s,]*/y;

/** The challenges of all headers, in order; schemes and parameter names in lower case. What cannot be read is left out. */
export function parseChallenges(headers: readonly string[]): readonly Challenge[] {
  return headers.flatMap((header) => parseHeader(header.slice(0, LONGEST_HEADER)));
}

/** The challenge that we can answer best: bearer, else basic. */
export function chooseChallenge(challenges: readonly Challenge[]): Challenge | undefined {
  const usable = (scheme: string) => challenges.find((challenge) => challenge.scheme === scheme);
  return usable('bearer') ?? usable('basic');
}

function parseHeader(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  const scanner = { text: header, at: 0 };
  while (scan(scanner, SEPARATOR) && scanner.at < header.length) {
    const scheme = scan(scanner, TOKEN);
    if (!scheme) break;
    challenges.push({ scheme: scheme[0].toLowerCase(), parameters: parseParameters(scanner) });
  }
  return challenges;
}

function parseParameters(scanner: Scanner): Map<string, string> {
  const parameters = new Map<string, string>();
  for (;;) {
    const before = scanner.at;
    scan(scanner, SEPARATOR);
    const match = scan(scanner, PARAMETER);
    if (match) {
      parameters.set((match[1] ?? '').toLowerCase(), match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3] ?? '');
      continue;
    }
    // `Negotiate dG9rZW4=`: a lone value, only directly behind the scheme.
    const isValue = parameters.size === 0 && !skipped(scanner, before).includes(',') && scan(scanner, TOKEN68);
    if (!isValue) scanner.at = before;
    return parameters;
  }
}

type Scanner = { readonly text: string; at: number };

function skipped(scanner: Scanner, from: number): string {
  return scanner.text.slice(from, scanner.at);
}

function scan(scanner: Scanner, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = scanner.at;
  const match = pattern.exec(scanner.text);
  if (!match) return undefined;
  scanner.at = pattern.lastIndex;
  return match;
}
