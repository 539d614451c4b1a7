import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startGateway, type Answer, type Received } from '../../test/support/gateway.ts'
import { pick, signing } from '../../test/support/vectors.ts'
import { classify } from '../wire/classify.ts'
import type { EnquireRequest, EnquiryRow } from '../wire/messages.ts'

const ROW = {
  syssn: '20251122000200020012345678',
  out_trade_no: 'SBX202511220001',
  pay_type: '800207',
  order_type: 'payment',
  txcurrcd: 'HKD',
  txamt: '1099',
  txdtm: '2025-11-22 18:30:00',
  sysdtm: '2025-11-22 18:30:01',
  paydtm: '2025-11-22 18:31:05',
  respcd: '0000',
  errmsg: 'success',
  cancel: '0',
  origssn: null,
  chnlsn: '4200002511202511221234567890',
  cardcd: 'oSbx0TestOpenIdAbCdEf_123-xY',
  cash_fee: '1001',
  cash_fee_type: 'CNY',
  exchange_rate: '0.91',
}

function found(...data: object[]): object {
  return { respcd: '0000', resperr: '請求成功', respmsg: '', page: 1, page_size: '100', data }
}

function rows(from: number, to: number): object[] {
  return Array.from({ length: to - from }, (_, index) => ({
    ...ROW,
    syssn: `S${from + index}`,
    out_trade_no: `O${from + index}`,
  }))
}

async function all(rows: AsyncIterable<EnquiryRow>): Promise<string[]> {
  const numbers: string[] = []
  for await (const { syssn = 'none' } of rows) numbers.push(syssn)
  return numbers
}

describe('an enquiry', () => {
  it('is sent as vector S12, for a whole page', async () => {
    const gateway = await startGateway([found()], { mchid: 'ZaMVg12345' })
    await gateway.client.enquire({ outTradeNo: ['SBX202511220001', 'SBX202511220002'] })
    const { page, page_size, ...rest } = gateway.received[0]?.parameters ?? {}
    assert.deepEqual(rest, pick(signing.valid, 'S12').parameters)
    assert.equal(page, '1')
    assert.equal(page_size, '100')
  })

  it("is sent as vector S13, in the account's time zone", async () => {
    const gateway = await startGateway([found()])
    const from = new Date('2025-11-01T00:00:00+08:00')
    const to = new Date('2025-11-30T23:59:59+08:00')
    await gateway.client.enquire({ from, to })
    assert.deepEqual(gateway.received[0]?.parameters, pick(signing.valid, 'S13').parameters)
    assert.equal(gateway.received[0].headers['x-qf-sign'], pick(signing.valid, 'S13').md5)
  })

  it('reads a paid payment in plain words', async () => {
    const gateway = await startGateway([found(ROW)])
    const { transactions, page, pageSize } = await gateway.client.enquire({ syssn: ROW.syssn })
    assert.equal(page, 1)
    assert.equal(pageSize, 100)
    assert.deepEqual(transactions, [
      {
        syssn: '20251122000200020012345678',
        outTradeNo: 'SBX202511220001',
        payType: '800207',
        orderType: 'payment',
        respcd: '0000',
        outcome: 'succeeded',
        meaning: classify('0000'),
        amount: 1099,
        currency: 'HKD',
        cancel: '0',
        chnlsn: '4200002511202511221234567890',
        openid: 'oSbx0TestOpenIdAbCdEf_123-xY',
        createdAt: new Date('2025-11-22T10:30:00Z'),
        recordedAt: new Date('2025-11-22T10:30:01Z'),
        paidAt: new Date('2025-11-22T10:31:05Z'),
        message: 'success',
        cashFee: 1001,
        cashFeeCurrency: 'CNY',
        exchangeRate: '0.91',
        raw: ROW,
      },
    ])
  })

  it("judges each row by its own code, never by the envelope's", async () => {
    const unpaid = { ...ROW, respcd: '1143', paydtm: '' }
    const refund = { ...ROW, order_type: 'refund', origssn: ROW.syssn, syssn: 'R', respcd: 1181 }
    const gateway = await startGateway([found(unpaid, refund, { ...ROW, respcd: undefined })])
    const { transactions } = await gateway.client.enquire({ outTradeNo: 'SBX202511220001' })
    assert.deepEqual(
      transactions.map(({ outcome }) => outcome),
      ['pending', 'failed', 'pending'],
    )
    assert.equal(transactions[0]?.paidAt, undefined)
    assert.equal(transactions[1]?.originalSyssn, ROW.syssn)
  })

  it('does not overlook a paid row for an odd number', async () => {
    const gateway = await startGateway([found({ ...ROW, syssn: '2025, 1' })])
    const { transactions } = await gateway.client.enquire({ outTradeNo: 'SBX202511220001' })
    assert.deepEqual(
      transactions.map(({ syssn, outcome }) => [syssn, outcome]),
      [['2025, 1', 'succeeded']],
    )
  })

  it('does not overlook a paid row for an impossible time', async () => {
    const none = '0001-01-01 00:00:00'
    const gateway = await startGateway([found({ ...ROW, paydtm: none, sysdtm: none })])
    const { transactions } = await gateway.client.enquire({ outTradeNo: 'SBX202511220001' })
    assert.deepEqual(
      transactions.map(({ outcome, paidAt, recordedAt }) => [outcome, paidAt, recordedAt]),
      [['succeeded', undefined, undefined]],
    )
  })

  it('reads an empty list, 1136 and 1268 as not found, and silence as an error', async () => {
    for (const answer of [
      found(),
      { respcd: '1136' },
      { respcd: '1268' },
      { respcd: '0000', data: null },
    ]) {
      const gateway = await startGateway([answer])
      assert.deepEqual((await gateway.client.enquire({ outTradeNo: 'A' })).transactions, [])
    }
    for (const answer of [
      { respcd: '0000' },
      { respcd: '0000', data: {} },
      { respcd: '0000', data: '' },
    ]) {
      const gateway = await startGateway([answer])
      await assert.rejects(gateway.client.enquire({ outTradeNo: 'A' }), { code: 'reply' })
    }
  })

  it('marks senseless rows as unreadable, and reads the others', async () => {
    const odd = [
      { ...ROW, txamt: '10.99' },
      { ...ROW, txamt: undefined },
      { ...ROW, out_trade_no: '' },
      { ...ROW, txcurrcd: null },
    ]
    const gateway = await startGateway([{ ...found(), data: [...odd, null, 'x', ROW] }])
    const { transactions, unreadable } = await gateway.client.enquire({ outTradeNo: 'A' })
    assert.equal(transactions.length, 1)
    assert.equal(unreadable.length, 6)
    const { raw, ...told } = unreadable[0] ?? {}
    assert.deepEqual(raw, odd[0])
    assert.deepEqual(told, {
      outcome: 'unreadable',
      outTradeNo: ROW.out_trade_no,
      syssn: ROW.syssn,
      orderType: 'payment',
      respcd: '0000',
      currency: 'HKD',
      recordedAt: new Date('2025-11-22T10:30:01Z'),
    })
  })

  it('refuses an enquiry without a key, with half a range, or across the end of a month', async () => {
    const gateway = await startGateway([found()])
    const at = Date.UTC(2025, 10, 30, 12)
    const bad: EnquireRequest[] = [
      {},
      { payType: '800207' },
      { from: at },
      { to: at },
      { from: at, to: at - 1 },
      { outTradeNo: [] },
      { outTradeNo: 'A', syssn: 'B' },
      { outTradeNo: ['A', 'B,C'] },
      { outTradeNo: 'A', page: 0 },
      { outTradeNo: 'A', pageSize: 101 },
      { outTradeNo: 'A', respcd: '0' },
      { outTradeNo: 'A', payType: ['x'] },
    ]
    for (const request of bad) {
      await assert.rejects(gateway.client.enquire(request), { code: 'configuration' })
    }
    const month = { from: at, to: at + 4 * 3_600_000 }
    await assert.rejects(gateway.client.enquire(month), /enquireAll/)
    await gateway.client.enquire({ ...month, to: month.to - 1 })
    assert.equal(gateway.received.length, 1)
  })
})

describe('an enquiry for all', () => {
  const november = { from: Date.UTC(2025, 10, 1), to: Date.UTC(2025, 10, 2) }

  it('reads page after page and stops at the first one that is not full', async () => {
    const gateway = await startGateway([
      found(...rows(0, 100)),
      found(...rows(100, 200)),
      found(...rows(200, 203)),
    ])
    const numbers = await all(gateway.client.enquireAll(november))
    assert.deepEqual(
      numbers,
      rows(0, 203).map((row) => (row as typeof ROW).syssn),
    )
    assert.deepEqual(
      gateway.received.map(({ parameters }) => parameters['page']),
      ['1', '2', '3'],
    )
  })

  it('stops at an empty page, and after one page if one is enough', async () => {
    const full = await startGateway([found(...rows(0, 100)), found()])
    assert.equal((await all(full.client.enquireAll(november))).length, 100)
    assert.equal(full.received.length, 2)
    const short = await startGateway([found(...rows(0, 99))])
    assert.equal((await all(short.client.enquireAll(november))).length, 99)
    assert.equal(short.received.length, 1)
  })

  it('continues if the gateway returns smaller pages than requested', async () => {
    const ten = (from: number, to: number): object => ({
      ...found(...rows(from, to)),
      page_size: '10',
    })
    const gateway = await startGateway([ten(0, 10), ten(10, 14)])
    assert.equal((await all(gateway.client.enquireAll(november))).length, 14)
  })

  it('returns a row once that moves from one page to the next', async () => {
    const gateway = await startGateway([found(...rows(0, 100)), found(...rows(98, 150))])
    assert.equal((await all(gateway.client.enquireAll(november))).length, 150)
  })

  it('fails instead of looping if the gateway repeats a page', async () => {
    const gateway = await startGateway([found(...rows(0, 100))])
    await assert.rejects(all(gateway.client.enquireAll(november)), { code: 'reply' })
    assert.equal(gateway.received.length, 2)
  })

  it("asks month by month, in the account's time zone", async () => {
    const gateway = await startGateway([found()])
    await all(
      gateway.client.enquireAll({
        from: Date.UTC(2025, 9, 31, 15),
        to: Date.UTC(2025, 11, 31, 16),
      }),
    )
    assert.deepEqual(
      gateway.received.map(({ parameters }) => [parameters['start_time'], parameters['end_time']]),
      [
        ['2025-10-31 23:00:00', '2025-10-31 23:59:59'],
        ['2025-11-01 00:00:00', '2025-11-30 23:59:59'],
        ['2025-12-01 00:00:00', '2025-12-31 23:59:59'],
        ['2026-01-01 00:00:00', '2026-01-01 00:00:00'],
      ],
    )
  })

  it('asks for many numbers in one request, for each once, and not for a page that must be empty', async () => {
    const answer: Answer = (response, { parameters }: Received) => {
      const numbers = (parameters['out_trade_no'] ?? '').split(',')
      const data = numbers.map((number) => ({ ...ROW, out_trade_no: number, syssn: `S-${number}` }))
      response.end(JSON.stringify(found(...data)))
    }
    const gateway = await startGateway([answer])
    const wanted = Array.from({ length: 150 }, (_, index) => `O${index}`)
    const numbers = await all(gateway.client.enquireAll({ outTradeNo: [...wanted, 'O0'] }))
    assert.deepEqual(
      numbers,
      wanted.map((number) => `S-${number}`),
    )
    assert.equal(gateway.received.length, 2)
  })

  it('returns a payment once that is found in every month', async () => {
    const gateway = await startGateway([found(ROW)])
    const range = { from: Date.UTC(2025, 9, 1), to: Date.UTC(2025, 11, 1) }
    const filter = { ...range, outTradeNo: 'SBX202511220001' }
    assert.deepEqual(await all(gateway.client.enquireAll(filter)), [ROW.syssn])
    assert.equal(gateway.received.length, 3)
  })

  it("also asks for QFPay's own number within the range, until it is found", async () => {
    const range = { from: Date.UTC(2025, 9, 1), to: Date.UTC(2025, 11, 1) }
    const bySyssn = await startGateway([found(), found(ROW)])
    assert.deepEqual(await all(bySyssn.client.enquireAll({ ...range, syssn: ROW.syssn })), [
      ROW.syssn,
    ])
    assert.deepEqual(
      bySyssn.received.map(({ parameters }) => parameters['start_time']),
      ['2025-10-01 08:00:00', '2025-11-01 00:00:00'],
    )
  })

  it('returns the unreadable rows of every page', async () => {
    const odd = { ...ROW, syssn: 'ODD', out_trade_no: 'ODD', txcurrcd: null }
    const gateway = await startGateway([
      found(...rows(0, 100)),
      { ...found(), data: [odd, 'nonsense'] },
    ])
    const numbers = await all(gateway.client.enquireAll(november))
    assert.deepEqual(numbers.slice(100), ['ODD', 'none'])
  })

  it('asks for the next page after ten rows, whatever page size the reply claims', async () => {
    const gateway = await startGateway([found(...rows(0, 10)), found(...rows(10, 13))])
    assert.equal((await all(gateway.client.enquireAll(november))).length, 13)
    const outTradeNo = Array.from({ length: 10 }, (_, n) => `O${n}`)
    const whole = await startGateway([found(...rows(0, 10))])
    assert.equal((await all(whole.client.enquireAll({ outTradeNo }))).length, 10)
    assert.equal(whole.received.length, 1)
  })

  it('stops asking after the caller has aborted', async () => {
    const gateway = await startGateway([found(...rows(0, 100))])
    for await (const { syssn } of gateway.client.enquireAll(november)) {
      assert.equal(syssn, 'S0')
      break
    }
    assert.equal(gateway.received.length, 1)
  })
})
