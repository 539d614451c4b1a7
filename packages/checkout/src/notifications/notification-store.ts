import { sql } from 'kysely'
import type { Db, Trx } from '../database/schema.ts'
import { firstIdAt } from '../platform/ids.ts'

export type StoredNotification = {
  readonly id: string
  readonly accountId: string
  /** Of the raw bytes: QFPay repeats a notification unchanged. */
  readonly digest: string
  readonly outTradeNo: string | undefined
  readonly notifyType: string
  readonly bodySealed: string
  readonly receivedAt: Date
}

/** Stores a notification, or counts one that was stored before. */
export async function keepNotification(
  trx: Trx,
  notification: StoredNotification,
): Promise<{ readonly isFirst: boolean }> {
  const { deliveries } = await trx
    .insertInto('notification')
    .values({
      id: notification.id,
      account_id: notification.accountId,
      digest: notification.digest,
      out_trade_no: notification.outTradeNo ?? null,
      notify_type: notification.notifyType,
      body_sealed: notification.bodySealed,
      deliveries: 1,
      received_at: notification.receivedAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'digest'])
        .doUpdateSet({ deliveries: sql`notification.deliveries + 1` }),
    )
    .returning('deliveries')
    .executeTakeFirstOrThrow()
  return { isFirst: deliveries === 1 }
}

/** Deletes some that were received earlier; returns how many. Ids are ordered by time. */
export async function deleteNotificationsBefore(
  db: Db,
  before: Date,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from notification where id in (
      select id from notification where id < ${firstIdAt('ntf', before)}
      order by id limit ${limit} for update skip locked
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}
