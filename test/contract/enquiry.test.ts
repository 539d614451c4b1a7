import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import type { CreatedPayment, EnquiryFilter, QfpayClient, Transaction } from '@tael/qfpay'
import { DAY_MS, HOUR_MS } from '@tael/testing/durations'
import { ACCOUNTS, describeOnEachWire, order, paidOrder, type Gateway } from './gateway.ts'

const numbersOf = (transactions: readonly Transaction[]): readonly string[] =>
  transactions.map(({ outTradeNo }) => outTradeNo)

async function readAll(
  client: QfpayClient,
  filter: EnquiryFilter,
): Promise<readonly Transaction[]> {
  const found: Transaction[] = []
  for await (const row of client.enquireAll(filter)) {
    assert.notEqual(row.outcome, 'unreadable')
    if (row.outcome !== 'unreadable') found.push(row)
  }
  return found
}

/** The numbers of everything that is found, in order of the numbers. */
async function all(client: QfpayClient, filter: EnquiryFilter): Promise<readonly string[]> {
  return numbersOf(await readAll(client, filter)).toSorted()
}

/** Orders `N001`, `N002`, …, made together by a client that keeps to QFPay's limit. */
async function manyOrders(
  gateway: Gateway,
  client: QfpayClient,
  count: number,
): Promise<readonly string[]> {
  const { appCode } = ACCOUNTS.plain
  gateway.sandbox.settings.change({ openidReuse: 'allow' })
  const { openid } = await client.exchangeCode(gateway.sandbox.authorize({ appCode }))
  const numbers = Array.from(
    { length: count },
    (_, index) => `N${String(index + 1).padStart(3, '0')}`,
  )
  await Promise.all(numbers.map((outTradeNo) => order(gateway, client, { openid, outTradeNo })))
  return numbers
}

describeOnEachWire('an enquiry', (gateway) => {
  it('finds orders by either number, one or many, and not those of others', async () => {
    const client = gateway().client()
    const [first, second, third] = [
      await paidOrder(gateway(), client),
      await order(gateway(), client),
      await order(gateway(), client),
    ]
    const find = async (filter: EnquiryFilter): Promise<readonly string[]> =>
      numbersOf((await client.enquire(filter)).transactions).toSorted()
    const bySyssn = await find({ syssn: second.syssn })
    assert.deepEqual(bySyssn, [second.outTradeNo])
    assert.deepEqual(
      await find({ outTradeNo: [first.outTradeNo, 'NONE', third.outTradeNo] }),
      [first.outTradeNo, third.outTradeNo].toSorted(),
    )
    assert.deepEqual(
      await find({ syssn: [second.syssn, third.syssn, '0'] }),
      [second.outTradeNo, third.outTradeNo].toSorted(),
    )
    assert.deepEqual(await find({ outTradeNo: 'NONE' }), [])
    const numbers = [first.outTradeNo, second.outTradeNo, third.outTradeNo]
    assert.deepEqual(await find({ outTradeNo: numbers, respcd: '0000' }), [first.outTradeNo])
    assert.deepEqual(await find({ outTradeNo: numbers, payType: ['800201', '800212'] }), [])
    assert.deepEqual(
      await find({ outTradeNo: numbers, payType: ['800201', '800207'] }),
      numbers.toSorted(),
    )

    const stranger = gateway().client(ACCOUNTS.store)
    assert.deepEqual((await stranger.enquire({ syssn: first.syssn })).transactions, [])
  })

  it('sees a range of time with both its ends', async () => {
    const client = gateway().client()
    const made: CreatedPayment[] = []
    for (let second = 0; second < 4; second += 1) {
      made.push(await order(gateway(), client))
      await gateway().clock.sleep(1000)
    }
    const [, second, third] = made
    assert.ok(second?.sysdtm && third?.sysdtm)
    const range = { from: second.sysdtm, to: third.sysdtm }
    const { transactions } = await client.enquire(range)
    assert.deepEqual(numbersOf(transactions), [third.outTradeNo, second.outTradeNo])
  })

  it('reads page by page', async () => {
    const client = gateway().client()
    const outTradeNo = await manyOrders(gateway(), client, 5)
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => client.enquire({ outTradeNo, page, pageSize: 2 })),
    )
    assert.deepEqual(
      pages.map(({ transactions, page, pageSize }) => [transactions.length, page, pageSize]),
      [
        [2, 1, 2],
        [2, 2, 2],
        [1, 3, 2],
        [0, 4, 2],
      ],
    )
    const found = pages.flatMap(({ transactions }) => numbersOf(transactions))
    assert.deepEqual(found.toSorted(), outTradeNo)
  })

  it('finds an order of last month by its range or by QFPay’s number', async () => {
    const client = gateway().client()
    const { outTradeNo, syssn, sysdtm } = await order(gateway(), client)
    await gateway().sandbox.clock.advance(31 * DAY_MS)
    assert.deepEqual((await client.enquire({ outTradeNo })).transactions, [])
    const bySyssn = await client.enquire({ syssn })
    assert.deepEqual(numbersOf(bySyssn.transactions), [outTradeNo])
    assert.ok(sysdtm)
    const inRange = await client.enquire({ outTradeNo, from: sysdtm, to: sysdtm })
    assert.deepEqual(numbersOf(inRange.transactions), [outTradeNo])
  })

  it('follows orders over the borders of months, each once', async () => {
    const client = gateway().client()
    const from = gateway().clock.now()
    const made: string[] = []
    for (let month = 0; month < 4; month += 1) {
      made.push((await order(gateway(), client)).outTradeNo)
      await gateway().sandbox.clock.advance(29 * DAY_MS)
    }
    // 23:59:59 on the last of June and 00:00:00 on the first of July, in Hong Kong.
    const july = Date.UTC(2026, 5, 30, 16)
    await gateway().sandbox.clock.advance(july - 1000 - gateway().clock.now())
    made.push((await order(gateway(), client)).outTradeNo)
    await gateway().sandbox.clock.advance(1000)
    made.push((await order(gateway(), client)).outTradeNo)
    assert.equal(gateway().clock.now(), july)
    assert.deepEqual(await all(client, { from, to: july }), made.toSorted())
    const named = { outTradeNo: made, from, to: july }
    assert.deepEqual(await all(client, named), made.toSorted())
  })
})

describeOnEachWire(
  'an enquiry among 250 orders',
  (gateway) => {
    let client: QfpayClient
    let numbers: readonly string[]
    before(async () => {
      client = gateway().client()
      numbers = await manyOrders(gateway(), client, 250)
    })

    it('finds every one of a day', async () => {
      const to = gateway().clock.now()
      assert.deepEqual(await all(client, { from: to - HOUR_MS, to }), numbers)
    })

    it('finds every one of a list of numbers', async () => {
      assert.deepEqual(await all(client, { outTradeNo: numbers }), numbers)
    })

    it('finds a list of exactly a hundred, and of QFPay’s numbers', async () => {
      const outTradeNo = numbers.slice(0, 100)
      const transactions = await readAll(client, { outTradeNo })
      assert.deepEqual(numbersOf(transactions).toSorted(), outTradeNo)
      const syssn = transactions.map((transaction) => transaction.syssn)
      assert.deepEqual(await all(client, { syssn }), outTradeNo)
    })

    it('never went over QFPay’s limit of requests', () => {
      const statuses = gateway()
        .sandbox.journal.list()
        .map(({ status }) => status)
      assert.ok(statuses.length > 250)
      assert.ok(!statuses.includes(429))
    })
  },
  { isOneStory: true },
)
