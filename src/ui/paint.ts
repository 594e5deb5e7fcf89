// Colours of a terminal: ECMA-48 "select graphic rendition".
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  brightCyan: [96, 39],
  brightYellow: [93, 39],
  brightGreen: [92, 39],
  brightMagenta: [95, 39],
  brightBlue: [94, 39],
} as const;

export type StyleName = keyof typeof CODES;
export type Paint = (style: StyleName, text: string) => string;

/** Puts text in a style, or leaves it as it is where there are no colours. */
export function createPaint(enabled: boolean): Paint {
  if (!enabled) return (_style, text) => text;
  return (style, text) => {
    const [on, off] = CODES[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** The order in which services get their colours. */
export const RAINBOW: readonly StyleName[] = [
  'cyan',
  'yellow',
  'green',
  'magenta',
  'blue',
  'brightCyan',
  'brightYellow',
  'brightGreen',
  'brightMagenta',
  'brightBlue',
];
