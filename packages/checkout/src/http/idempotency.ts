import type { Context } from 'hono'
import { sql, type RawBuilder } from 'kysely'
import { pruning } from '../database/prune.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import { DAY_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import type { ApiEnv } from './api.ts'
import { ApiError } from './error.ts'

export type Answer = { readonly status: 200 | 201; readonly body: object }

/**
 * Claims a request's key together with its answer, as a part of the statement that does its work: for each row of
 * "free", if the key is new. Undefined if the request has no key.
 */
export type ClaimKey = (answer: Answer) => RawBuilder<unknown> | undefined

/**
 * Answers a request once for each Idempotency-Key. The key is stored in the transaction that does the
 * work, so a repeat finds either both or neither. Concurrent repeats wait for the first one.
 * | `atOnce` may do the work with one statement, if all is new; it returns undefined if it has done nothing.
 */
export async function withIdempotencyKey(
  deps: Pick<Runtime, 'database' | 'clock' | 'sealing'>,
  c: Context<ApiEnv>,
  work: (trx: Trx) => Promise<Answer>,
  atOnce?: (claim: ClaimKey) => Promise<Answer | undefined>,
): Promise<Answer> {
  const account = c.get('account')
  const key = c.req.header('idempotency-key')
  // What must be the same for the same key.
  const request = [c.req.method, c.req.path, await c.req.text()].join('\n')
  // Keyed: with a plain hash of the body, a reader of the table could guess a payer's identity.
  const fingerprints = deps.sealing.keyedHashes(request, 'request')
  const claim: ClaimKey = ({ status, body }) =>
    key === undefined
      ? undefined
      : sql`
        insert into idempotency_key
          (account_id, key, fingerprint, response_status, response_body, created_at)
        select ${account.id}, ${key}, ${fingerprints[0]}, ${status}, ${JSON.stringify(body)},
          ${deps.clock.now()}
        from free on conflict do nothing returning key`
  const done = await atOnce?.(claim)
  if (done !== undefined) return done
  const { isReplay, ...answer } = await inTransaction(deps.database, async (trx) => {
    if (key === undefined) return { ...(await work(trx)), isReplay: false }
    const reserved = await trx
      .insertInto('idempotency_key')
      .values({
        account_id: account.id,
        key,
        fingerprint: fingerprints[0],
        response_status: 0,
        response_body: '{}',
        created_at: deps.clock.now(),
      })
      .onConflict((conflict) => conflict.columns(['account_id', 'key']).doNothing())
      .executeTakeFirstOrThrow()
    const row = trx
      .selectFrom('idempotency_key')
      .where('account_id', '=', account.id)
      .where('key', '=', key)
    if (reserved.numInsertedOrUpdatedRows === 0n) {
      const earlier = await row.selectAll().executeTakeFirstOrThrow()
      if (!fingerprints.includes(earlier.fingerprint)) {
        throw new ApiError(
          'idempotency_key_reused',
          'This Idempotency-Key was used for another request; use a new key for each new request',
        )
      }
      return {
        status: earlier.response_status as 200 | 201,
        body: earlier.response_body,
        isReplay: true,
      }
    }
    const done = await work(trx)
    await trx
      .updateTable('idempotency_key')
      .set({ response_status: done.status, response_body: JSON.stringify(done.body) })
      .where('account_id', '=', account.id)
      .where('key', '=', key)
      .execute()
    return { ...done, isReplay: false }
  })
  if (isReplay) c.header('idempotent-replayed', 'true')
  return answer
}

const KEPT_MS = 30 * DAY_MS

export const idempotencyKeyPruning = pruning<Pick<Runtime, 'database' | 'clock'>>({
  name: 'prune-idempotency-keys',
  keptMs: () => KEPT_MS,
  async deleteBefore({ database }, before, limit) {
    const { numAffectedRows } = await sql`
      delete from idempotency_key where (account_id, key) in (
        select account_id, key from idempotency_key where created_at < ${before}
        limit ${limit} for update skip locked
      )
    `.execute(database.db)
    return Number(numAffectedRows ?? 0)
  },
})
