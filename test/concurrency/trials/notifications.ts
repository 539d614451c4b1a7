import assert from 'node:assert/strict'
import type { Delivery } from '@tael/sandbox'
import type { Asked } from '../fan-out.ts'
import { attemptsOf, booksAgree, countEvents, countWebhooks, tally } from '../look.ts'
import { openPayment, untilStatus } from '../pay.ts'
import type { ConcurrentWorld } from '../world.ts'

const answerOf = ({ status, text }: { status: number; text: string }): string => `${status} ${text}`

/** QFPay's one notification comes to all, among forged ones, and comes again when all is over. */
export async function notifyAll(world: ConcurrentWorld): Promise<void> {
  const { id, payer } = await openPayment(world)
  const [attempt = ''] = await attemptsOf(world, id)
  // Lost on QFPay's way, and sent by us, together with what others have made of it.
  world.sandbox.scenarios.arm({ name: 'notification-lost', order: attempt })
  await payer.confirm()
  const genuine = world.sandbox.notifications.list().find(({ orderId }) => orderId === attempt)
  assert.ok(genuine)
  const [kept, ...refused] = await Promise.all([
    send(world, genuine),
    send(world, { ...genuine, body: genuine.body.replace('"txamt"', '"txamt" ') }),
    send(world, { ...genuine, signature: genuine.signature.replace(/./g, '0') }),
    send(world, { ...genuine, signature: '' }),
  ])
  for (const { answers } of refused) {
    assert.deepEqual(tally(answers, answerOf), { '401 REFUSED': answers.length })
  }
  await untilStatus(world, id, 'succeeded')
  const answers = [...kept.answers, ...(await kept.again()).answers]
  assert.deepEqual(tally(answers, answerOf), { '200 SUCCESS': answers.length })
  const rows = await world.query(
    'select deliveries from notification where out_trade_no = $1 order by id',
    [attempt],
  )
  assert.deepEqual(rows, [{ deliveries: answers.length }])
  const kinds = ['notification.received', 'attempt.succeeded', 'payment.succeeded']
  assert.deepEqual(await countEvents(world, id, ...kinds), [1, 1, 1])
  await booksAgree(world, [id])
  assert.equal(countWebhooks(world, id, 'payment.succeeded'), 1)
}

function send(
  world: ConcurrentWorld,
  { url, body, signature }: Pick<Delivery, 'url' | 'body' | 'signature'>,
): Promise<Asked> {
  const headers = { 'content-type': 'application/json', 'x-qf-sign': signature }
  return world.fanOut.send(new Request(url, { method: 'POST', headers, body }))
}
