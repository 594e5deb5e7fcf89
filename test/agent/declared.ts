// Declarations for tests, with what a test does not care about as it is by default.

import { completeDeclaration, type Declaration } from '../../src/core/declaration.ts';
import type { Service, Stack } from '../../src/stack/model.ts';

export const SHOP_URL = 'https://git.example.org/shop.git';

/** Of a git repository, unless `more` has another source. */
export function declarationOf(more: Partial<Declaration> = {}): Declaration {
  return completeDeclaration({ source: { kind: 'git', url: SHOP_URL, ref: { kind: 'head' } }, ...more });
}

/** With services of these names, each from an image. */
export function stackOf(services: readonly string[]): Stack {
  const usual = { image: 'busybox', scale: 1, environment: {}, init: false, tty: false };
  const empty = { files: [], networks: {}, volumes: {}, secrets: {}, configs: {} };
  const all = services.map((name) => [name, { ...usual, name } as unknown as Service] as const);
  return { ...empty, name: 'shop', directory: '/releases', services: Object.fromEntries(all) };
}

/** By command. */
export function declaredAs(name: string, more: Partial<Declaration> = {}) {
  return { name, declaration: declarationOf(more), origin: { kind: 'command' } } as const;
}
