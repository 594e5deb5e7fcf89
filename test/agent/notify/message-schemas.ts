// What the services publish of the messages that they take, as far as dockr uses it, with their limits.

const plainText = (most: number) => ({
  type: 'object',
  properties: {
    type: { const: 'plain_text' },
    text: { type: 'string', minLength: 1, maxLength: most },
    emoji: { type: 'boolean' },
  },
  required: ['type', 'text'],
  additionalProperties: false,
});

export const PUBLISHED_MESSAGES = {
  // Incoming webhooks and Block Kit's section block.
  slack: {
    type: 'object',
    properties: {
      text: { type: 'string', maxLength: 40_000 },
      blocks: {
        type: 'array',
        maxItems: 50,
        items: {
          type: 'object',
          properties: { type: { const: 'section' }, text: plainText(3000) },
          required: ['type', 'text'],
          additionalProperties: false,
        },
      },
      unfurl_links: { type: 'boolean' },
      unfurl_media: { type: 'boolean' },
      link_names: { type: 'boolean' },
    },
    required: ['text'],
    additionalProperties: false,
  },
  // Execute webhook.
  discord: {
    type: 'object',
    properties: {
      content: { type: 'string', minLength: 1, maxLength: 2000 },
      allowed_mentions: {
        type: 'object',
        properties: { parse: { type: 'array', maxItems: 0 } },
        required: ['parse'],
        additionalProperties: false,
      },
      flags: { const: 4 },
    },
    required: ['content', 'allowed_mentions'],
    additionalProperties: false,
  },
  // Publish as JSON.
  ntfy: {
    type: 'object',
    properties: {
      topic: { type: 'string', pattern: '^[-_A-Za-z0-9]{1,64}$' },
      title: { type: 'string' },
      message: { type: 'string', minLength: 1, maxLength: 4096 },
      priority: { type: 'integer', minimum: 1, maximum: 5 },
      tags: { type: 'array', items: { type: 'string' } },
      markdown: { const: false },
    },
    required: ['topic', 'message'],
    additionalProperties: false,
  },
  // dockr's own: docs/notifications.md.
  webhook: {
    type: 'object',
    properties: {
      version: { const: 1 },
      id: { type: 'string' },
      at: { type: 'string' },
      severity: { enum: ['info', 'warning', 'error'] },
      title: { type: 'string' },
      lines: { type: 'array', items: { type: 'string' } },
      facts: { type: 'object', additionalProperties: { type: ['string', 'number', 'null'] } },
    },
    required: ['version', 'id', 'at', 'severity', 'title', 'lines', 'facts'],
    additionalProperties: false,
  },
} as const;
