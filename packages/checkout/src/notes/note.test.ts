import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readNote } from './note.ts'

test('a note is kept as it was written, without control characters and without credentials', () => {
  for (const [given, kept] of [
    ['  The payer called.\r\nThey paid twice.  ', { text: 'The payer called.\nThey paid twice.' }],
    ['bell\u0007', { text: 'bell' }],
    [' \n ', { problem: 'empty' }],
    ['x'.repeat(1001), { problem: 'too-long' }],
    ['client_key 7F3C9A5E1B2D4C6F8A0B1C2D3E4F5061', { problem: 'secret' }],
    ['uses sk_live_0123456789abcdef', { problem: 'secret' }],
    ['syssn 20260302000300020093661188', { text: 'syssn 20260302000300020093661188' }],
  ] as const) {
    assert.deepEqual(readNote(given), kept)
  }
})
