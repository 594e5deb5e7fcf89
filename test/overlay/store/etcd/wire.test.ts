import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { prefixEnd, RANGE, TXN, WATCH } from '../../../../src/overlay/store/etcd/methods.ts';
import {
  encodeMessage,
  Fields,
  integerField,
  messageField,
  textField,
} from '../../../../src/overlay/store/etcd/wire.ts';
import { StoreError } from '../../../../src/overlay/store/store-error.ts';

test('numbers, texts and messages come out as they went in', () => {
  const numbers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(numbers, fc.string({ unit: 'binary' }), fc.array(fc.string(), { maxLength: 5 }), (big, text, list) => {
      const inner = list.map((it) => messageField(3, encodeMessage(textField(1, it))));
      const fields = new Fields(encodeMessage(integerField(1, big), textField(2, text), ...inner));
      assert.equal(fields.big(1), big);
      assert.equal(fields.text(2), Buffer.from(text).toString('utf8'));
      assert.deepEqual(
        fields.messages(3).map((it) => it.text(1)),
        list,
      );
    }),
  );
});

// By protobufjs 7.6, from the definitions in api/etcdserverpb/rpc.proto.
test('requests are what the published schema makes of them', () => {
  const hex = (bytes: Buffer) => bytes.toString('hex');
  assert.equal(hex(RANGE.encode({ key: 'a', end: Buffer.from('b'), limit: 300, at: 5 })), '0a016112016218ac022005');
  assert.equal(hex(WATCH.encode({ prefix: 'a', from: 7 })), '0a080a01611201621807');
  const transaction = TXN.encode({
    conditions: [{ kind: 'unchanged', key: 'k', modRevision: 9 }],
    changes: [{ kind: 'put', key: 'k', value: 'v', lease: '4' }],
    otherwiseGet: ['k'],
    whenUnknown: { kind: 'tell' },
  });
  assert.equal(hex(transaction), '0a0710021a016b3009120a12080a016b12017618041a050a030a016b');
});

test('an answer that is cut off, or is anything at all, gives our error or is read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      for (const { decode } of [RANGE, WATCH, TXN]) {
        try {
          decode(new Fields(Buffer.from(bytes)));
        } catch (error) {
          assert.ok(error instanceof StoreError && error.code === 'store-bad-answer', String(error));
        }
      }
    }),
  );
});

test('a prefix ends before the first key that does not begin with it', () => {
  assert.deepEqual(prefixEnd('/a/'), Buffer.from('/a0'));
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (prefix, rest) => {
      const key = Buffer.from(prefix + rest);
      assert.ok(Buffer.compare(key, prefixEnd(prefix)) < 0);
    }),
  );
});
