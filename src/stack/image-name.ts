// Whether a text can name an image: `[HOST[:PORT]/]PATH[:TAG][@DIGEST]`, as the distribution specification has it.

const HOST = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?`;
const PART = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const IMAGE = new RegExp(
  String.raw`^(?:${HOST}/)?${PART}(?:/${PART})*(?::\w[\w.-]{0,127})?(?:@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,})?$`,
);
const LONGEST = 4096;

export function isImageName(text: string): boolean {
  return text.length <= LONGEST && (IMAGE.test(text) || /^sha256:[0-9a-f]{64}$/.test(text));
}
