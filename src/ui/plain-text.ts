// Text of others (files, containers, registries) that must not steer the terminal.

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** The text without escape sequences and control characters; tabs and line ends stay. */
export function toPlainText(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROL, '');
}

/** The one-line form: line ends and tabs become spaces. */
export function toPlainLine(text: string): string {
  return toPlainText(text).replace(/[\n\t]+/g, ' ');
}

/** As long as it was: each control character but the tab becomes a question mark, so that columns stay true. */
export function toPlainColumns(text: string): string {
  return text.replace(CONTROL, '?');
}
