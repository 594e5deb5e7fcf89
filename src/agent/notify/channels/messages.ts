// A notification as each service takes it. Nothing that comes from a repository means anything but itself there.
import type { Notification } from '../notification.ts';

/** Discord takes 2000 characters. */
const LONGEST_DISCORD = 1900;
/** ntfy takes 4096 bytes, and makes a file of what is longer. */
const LONGEST_NTFY = 1000;

/** For programs: stable names, one version. */
export function webhookBody({ id, at, severity, title, lines, facts }: Notification): string {
  return JSON.stringify({ version: 1, id, at: new Date(at).toISOString(), severity, title, lines, facts });
}

/** The blocks are plain text, which Slack does not interpret; the text is what is read where there are no blocks. */
export function slackBody(notification: Notification): string {
  const { title, lines } = notification;
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
  const blocks = [
    { type: 'section', text: plain(withSign(notification)) },
    ...(lines.length > 0 ? [{ type: 'section', text: plain(cut(lines.join('\n'), 2900)) }] : []),
  ];
  return JSON.stringify({
    text: escapeSlack(title),
    blocks,
    unfurl_links: false,
    unfurl_media: false,
    link_names: false,
  });
}

/** In a block of code nothing is interpreted, and nobody is called whatever the text says. */
export function discordBody(notification: Notification): string {
  const text = cut([withSign(notification), ...notification.lines].join('\n'), LONGEST_DISCORD).replaceAll('`', "'");
  return JSON.stringify({
    content: `\`\`\`\n${text}\n\`\`\``,
    allowed_mentions: { parse: [] },
    // No previews of links.
    flags: 4,
  });
}

const PRIORITY = { info: 3, warning: 4, error: 5 } as const;

/** As JSON: in headers, a line end would begin another one. */
export function ntfyBody(topic: string, notification: Notification): string {
  const { title, lines, severity } = notification;
  return JSON.stringify({
    topic,
    title,
    message: cut(lines.join('\n'), LONGEST_NTFY) || title,
    priority: PRIORITY[severity],
    tags: ['dockr', severity],
    markdown: false,
  });
}

/** Subject and text of a mail; there is no HTML. */
export function mailText({ title, lines, severity, at }: Notification) {
  return {
    subject: `[dockr] ${severity}: ${title}`,
    text: [title, '', ...lines, '', new Date(at).toISOString(), ''].join('\n'),
  };
}

const SIGNS = { info: 'info', warning: 'WARNING', error: 'ERROR' } as const;

function withSign({ severity, title }: Notification): string {
  return `${SIGNS[severity]}: ${title}`;
}

function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
