// One comment a deployment, host and pull request: found by its marker and changed, else added.
import { type Delivered, type DeliverParts, deliver } from '../outgoing/deliver.ts';
import type { Sent } from '../outgoing/outbox.ts';
import type { OutgoingRequest } from '../outgoing/send-request.ts';
import { type ForgeApi, type NewComment, PAGE_SIZE } from './forge-api.ts';

/** Of a pull request with more comments, the plan is added anew. */
const MOST_PAGES = 20;

type Comment = { readonly id: number; readonly body: string };

type Found =
  | { readonly kind: 'found'; readonly comment: Comment | undefined }
  | Exclude<Delivered, { kind: 'answered' }>;

/** `body` begins with the marker. */
export async function upsertComment(
  api: ForgeApi,
  comment: NewComment & { readonly marker: string },
  parts: DeliverParts,
): Promise<Sent> {
  const found = await findComment(api, comment, parts);
  if (found.kind !== 'found') return found;
  const { marker: _, ...wanted } = comment;
  if (found.comment && isSame(found.comment.body, wanted.body)) return { kind: 'done' };
  return sendOne(
    found.comment ? api.changeComment({ ...wanted, id: found.comment.id }) : api.addComment(wanted),
    parts,
  );
}

/** The oldest: whoever copies the marker comes later. */
async function findComment(
  api: ForgeApi,
  { project, number, marker }: NewComment & { readonly marker: string },
  parts: DeliverParts,
): Promise<Found> {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const delivered = await deliver(api.listComments({ project, number, page }), parts);
    if (delivered.kind !== 'answered') return delivered;
    const comments = parseComments(delivered.answer.json);
    const comment = comments.find(({ body }) => body.startsWith(marker));
    if (comment || comments.length < PAGE_SIZE) return { kind: 'found', comment };
  }
  return { kind: 'found', comment: undefined };
}

async function sendOne(request: OutgoingRequest, parts: DeliverParts): Promise<Sent> {
  const delivered = await deliver(request, parts);
  return delivered.kind === 'answered' ? { kind: 'done' } : delivered;
}

/** What is not as published counts, but is no comment of ours. */
function parseComments(json: unknown): readonly Comment[] {
  if (!Array.isArray(json)) return [];
  return json.map((one: unknown) => (isComment(one) ? { id: one.id, body: one.body } : { id: 0, body: '' }));
}

function isComment(value: unknown): value is Comment {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('body' in value)) return false;
  return Number.isSafeInteger(value.id) && typeof value.body === 'string';
}

/** Forges change line ends and blanks at the end. */
function isSame(a: string, b: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trimEnd();
  return plain(a) === plain(b);
}
