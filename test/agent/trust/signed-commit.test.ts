// Commit objects as anybody could make them: read in one way, or refused.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseSignedCommit } from '../../../src/agent/trust/signed-commit.ts';
import { AgentError } from '../../../src/core/errors.ts';

const SIGNATURE = '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----';

function parse(text: string, algorithm: 'sha1' | 'sha256' = 'sha1') {
  const object = Buffer.from(text, 'latin1');
  const name = createHash(algorithm).update(`commit ${object.length}\0`).update(object).digest('hex');
  return parseSignedCommit(name, object);
}

function signed(before: string, after: string, header = 'gpgsig'): string {
  return `tree ${'a'.repeat(40)}\n${before}${header} ${SIGNATURE.replaceAll('\n', '\n ')}\n${after}`;
}

describe('a commit object', () => {
  test('is what was signed, without the header of the signature', () => {
    const plain = `tree ${'a'.repeat(40)}\nauthor A\n\nmessage\n gpgsig not here\n`;
    const { kind, signature, payload } = parse(signed('author A\n', '\nmessage\n gpgsig not here\n'));
    assert.deepEqual([kind, signature, Buffer.from(payload).toString()], ['ssh', `${SIGNATURE}\n`, plain]);
    const other = parse(signed('author A\n', '\nmessage\n gpgsig not here\n', 'gpgsig-sha256'), 'sha256');
    assert.equal(Buffer.from(other.payload).toString(), plain);
  });

  test('keeps bytes that are no text, and a message that is not there', () => {
    for (const after of ['\n\xff\xfe\0\n', '\n', '\n\n\n', 'encoding x\n\n'])
      assert.equal(
        Buffer.from(parse(signed('author \xe9\n', after)).payload).toString('latin1'),
        `tree ${'a'.repeat(40)}\nauthor \xe9\n${after}`,
      );
  });

  test('that is not what its name says is damaged', () => {
    assert.throws(() => parseSignedCommit('0'.repeat(40), Buffer.from('tree')), { code: 'commit-damaged' });
  });

  test('of any bytes is read, or refused with a code', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'gpgsig ',
        'gpgsig-sha256 ',
        'gpgsig',
        '\n',
        '\n\n',
        '\n ',
        'tree ',
        SIGNATURE,
        'mergetag x\n gpgsig y\n',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        try {
          const { payload, signature } = parse(text);
          // Nothing is left out but one header, with the blanks that its lines began with.
          const lines = signature.trimEnd().split('\n').length;
          assert.ok(Buffer.from(text, 'latin1').length - payload.length <= `gpgsig ${signature}`.length + lines);
        } catch (error) {
          if (!(error instanceof AgentError)) throw error;
          assert.ok(['commit-unsigned', 'signature-invalid'].includes(error.code));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
