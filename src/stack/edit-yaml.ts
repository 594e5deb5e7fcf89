// A YAML text whose values are looked at and exchanged, its order and layout kept: what the loader's trees are not for.
import { type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Scalar, visit } from 'yaml';
import { FOREIGN_LIMITS } from './parse-yaml.ts';

export type YamlLeaf = {
  /** Keys of the maps above; the items of a list have the path of their list. */
  readonly path: readonly string[];
  /** What stands there; `isPlain` tells that it is neither quoted nor a block. */
  readonly text: string;
  readonly isPlain: boolean;
  readonly set: (value: string | number | bigint | boolean) => void;
};

export type EditableYaml = {
  readonly leaves: () => readonly YamlLeaf[];
  /** The value of a key of the first document, as plain values. */
  readonly plain: (key: string) => unknown;
  /** Takes a key out of every document. */
  readonly remove: (key: string) => void;
  readonly removeComments: () => void;
  readonly render: () => string;
};

/** Undefined for what is no YAML of maps, or has aliases or tags of its own. */
export function editYaml(text: string): EditableYaml | undefined {
  const documents = parse(text);
  if (!documents) return undefined;
  if (documents.length === 0 || documents.some((document) => !isEditable(document))) return undefined;
  return {
    leaves: () => documents.flatMap((document) => leavesOf(document.contents, [])),
    plain: (key) => documents[0]?.toJS()?.[key],
    remove: (key) => {
      for (const document of documents) document.delete(key);
    },
    removeComments: () => {
      for (const document of documents) removeComments(document);
    },
    render: () => documents.map((document) => document.toString({ lineWidth: 0 })).join(''),
  };
}

/** Undefined for what is nested deeper than it can be read. */
function parse(text: string): readonly Document[] | undefined {
  try {
    // Whether a key stands twice takes the parser a time that grows with the square of their number.
    const documents = parseAllDocuments(text, {
      schema: 'core',
      compat: 'yaml-1.1',
      uniqueKeys: false,
      logLevel: 'silent',
    });
    return Array.isArray(documents) ? documents : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function hasKeyTwice(node: unknown): boolean {
  return isMap(node) && new Set(node.items.map(({ key }) => keyText(key))).size < node.items.length;
}

function isEditable(document: Document): boolean {
  if (document.errors.length > 0 || !isMap(document.contents)) return false;
  let nodes = 0;
  let isFine = true;
  visit(document, {
    Node: (_, node) => {
      nodes++;
      const isOdd = isAlias(node) || node.anchor !== undefined || (node.tag !== undefined && node.tag !== '');
      if (isOdd || nodes > FOREIGN_LIMITS.nodes || hasKeyTwice(node)) isFine = false;
      return isFine ? undefined : visit.BREAK;
    },
  });
  return isFine;
}

function leavesOf(node: unknown, path: readonly string[]): YamlLeaf[] {
  if (isMap(node)) return node.items.flatMap(({ key, value }) => leavesOf(value, [...path, keyText(key)]));
  if (isSeq(node)) return node.items.flatMap((item) => leavesOf(item, path));
  return isScalar(node) ? [toLeaf(node, path)] : [];
}

function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

function toLeaf(scalar: Scalar, path: readonly string[]): YamlLeaf {
  const isPlain = scalar.type === 'PLAIN' || scalar.type === undefined;
  return {
    path,
    text: isPlain ? (scalar.source ?? '') : String(scalar.value ?? ''),
    isPlain,
    set: (value) => {
      scalar.value = value;
      delete scalar.type;
      delete scalar.source;
    },
  };
}

type Commented = { comment?: string | null; commentBefore?: string | null };

function removeComments(document: Document): void {
  const clean = (node: Commented): void => {
    node.comment = null;
    node.commentBefore = null;
  };
  clean(document);
  visit(document, { Node: (_, node) => clean(node) });
}
