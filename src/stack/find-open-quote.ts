import { CST } from 'yaml';

/** Where a quoted value begins that has no closing quote: such a value swallows all that follows, so its end tells nothing. */
export function findOpenQuote(tokens: readonly CST.Token[]): number | undefined {
  let offset: number | undefined;
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    CST.visit(token, ({ key, value }) => {
      offset ??= [key, value].find(isOpenQuote)?.offset;
      return offset === undefined ? undefined : CST.visit.BREAK;
    });
  }
  return offset;
}

function isOpenQuote(token: CST.Token | null | undefined): token is CST.FlowScalar {
  if (token?.type !== 'double-quoted-scalar' && token?.type !== 'single-quoted-scalar') return false;
  return token.source.length < 2 || token.source.at(-1) !== token.source[0];
}
