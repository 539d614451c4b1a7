import { Hono } from 'hono'
import { readAccountById } from '../accounts/read-accounts.ts'
import type { Deps } from '../deps.ts'
import { smallBodies } from '../http/read-body.ts'
import { parseId } from '../platform/ids.ts'
import { createServing } from '../platform/serving.ts'
import { createOrderNotifications } from './order-notifications.ts'
import { receiveNotification } from './receive-notification.ts'

const BODY_BYTES = 64 * 1024

/** Where QFPay sends notifications: each account has its own address, as each has its own key. */
export function notificationsApi(needs: Deps): Hono {
  const deps = {
    ...needs,
    orderNotifications: createOrderNotifications(needs.database),
    serving: createServing(needs.clock),
  }
  const app = new Hono()
  // A framework in front may end every path with a slash, and QFPay may know the address so.
  const paths = ['/notifications/:account', '/notifications/:account/']
  app.on('POST', paths, smallBodies(BODY_BYTES), async (c) => {
    const id = parseId('acc', c.req.param('account') ?? '')
    const account = id && (await readAccountById(deps, id))
    if (!account) return c.text('UNKNOWN', 404)
    // The raw bytes: the signature covers them, not what a parser makes of them.
    const body = new Uint8Array(await c.req.arrayBuffer())
    const signature = c.req.header('x-qf-sign')
    const received = await deps.serving.serve(() =>
      receiveNotification(deps, account, { body, signature }),
    )
    // QFPay accepts exactly this word as an acknowledgement.
    return received === 'kept' ? c.text('SUCCESS') : c.text('REFUSED', 401)
  })
  return app
}
