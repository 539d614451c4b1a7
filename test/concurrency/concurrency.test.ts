import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { booksAgree, statusOf } from './look.ts'
import { createAtOnce } from './trials/creations.ts'
import { cancelWhilePaying, expireOnce, expireWhilePaying } from './trials/endings.ts'
import { sellOut } from './trials/links.ts'
import { notifyAll } from './trials/notifications.ts'
import { payInFourTabs, payTwice, spendOneCode } from './trials/payers.ts'
import { refundOnce, refundTooMuch } from './trials/refunds.ts'
import { enquireOnSchedule, reconcileOnceANight, stayWithinLimit } from './trials/tasks.ts'
import { arriveInOrder, sendWebhooks } from './trials/webhooks.ts'
import { openWorld, type ConcurrentWorld } from './world.ts'

describe('four servers on one PostgreSQL, with every request sent to all of them together', () => {
  let world: ConcurrentWorld
  before(async () => {
    world = await openWorld()
  })
  after(() => world.close())

  it('make one payment, however often it is requested', () => createAtOnce(world))
  it('spend a code once, make one order, and lead every repeat to the same page', () =>
    spendOneCode(world))
  it('give a payer with two phones and two tabs on each one order', () => payInFourTabs(world))
  it('keep one success when two payers pay together, and refund the other', () => payTwice(world))
  it('keep one notification, record once, notify the merchant once, and refuse forged ones', () =>
    notifyAll(world))
  it('refund once what one key or one reference requests', () => refundOnce(world))
  it('refund what was paid and no more, whatever is requested', () => refundTooMuch(world))
  it('end where the money is when a payer pays while the merchant cancels', () =>
    cancelWhilePaying(world))
  it('end where the money is when a payer pays while the deadline passes', () =>
    expireWhilePaying(world))
  it('send each webhook once, in the order of the payment', () => sendWebhooks(world))
  it('stay together within the request limit of an account', () => stayWithinLimit(world))
  it('ask about each attempt as often as one server would', () => enquireOnSchedule(world))
  it('expire each payment once', () => expireOnce(world))
  it('sell what a link has and no more, and give each payer one payment', () => sellOut(world))
  it('reconcile each day of an account once', () => reconcileOnceANight(world))

  it('have never failed, and their books agree with the money in the end', async () => {
    // A payer who has waited ten seconds for a turn at the kiosk reads that they should try again. On a busy
    // machine that may happen to some of them, never to all.
    const busy = world.merchants.kiosk.acknowledged.payments.map(({ id }) => `/pay/${id}/`)
    const failed = world.fanOut.asked
      .filter(({ path }) => !busy.some((page) => path.startsWith(page)))
      .filter(
        ({ answers }) =>
          answers.some(({ status }) => status >= 500 && status !== 503) ||
          answers.every(({ status }) => status === 503),
      )
      .map(({ method, path, answers }) => `${method} ${path}: ${answers.map(statusOf).join(' ')}`)
    assert.deepEqual(failed, [])
    await booksAgree(world)
    for (const merchant of Object.values(world.merchants)) {
      const payments = merchant.acknowledged.payments.map(({ id }) => id)
      await arriveInOrder(world, payments, merchant)
    }
  })
})
