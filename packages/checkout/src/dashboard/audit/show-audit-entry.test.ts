import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AuditAction } from '../../audit/audit-entry.ts'
import { sayDeed } from './show-audit-entry.ts'

describe('an entry of the audit log', () => {
  it('says who did what', () => {
    const who = { kind: 'api_key', id: 'key_1', name: 'till' } as const
    assert.deepEqual(sayDeed(who, 'api_key.rolled', 'en'), ['API key till', 'rolled an API key'])
  })

  it('shows the code of an action that has another name today', () => {
    const former = 'webhook_endpoint.secret_rotated' as AuditAction
    assert.equal(sayDeed({ kind: 'command' }, former, 'en')[1], former)
  })
})
