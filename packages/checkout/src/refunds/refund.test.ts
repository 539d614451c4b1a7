import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classify } from '@tael/qfpay'
import fc from 'fast-check'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import type { RefundRefusalCode } from './refund-refusal.ts'
import {
  findingAmong,
  findingOf,
  isAsTaken,
  numbersOf,
  REFUND_STATUSES,
  refundIdOf,
  decideRefund,
  type RefundFinding,
  type RefundMove,
  type RefundState,
} from './refund.ts'

const createdAt = new Date('2026-03-02T04:00:00Z')
const at = (iso: string) => ({ now: new Date(iso), utcOffset: '+08:00' })
const soon = at('2026-03-02T04:00:02Z')

const pending = (changed: Partial<RefundState> = {}): RefundState => ({
  status: 'pending',
  syssn: undefined,
  refusal: undefined,
  postponements: 0,
  createdAt,
  approvedAt: undefined,
  sentAt: createdAt,
  ...changed,
})
const refused = (respcd: string, message = ''): RefundFinding => ({
  kind: 'refused',
  message,
  meaning: classify(respcd, message),
})
const iso = (move: RefundMove) => ('at' in move ? move.at.toISOString() : undefined)

describe('a refund', () => {
  it('is left alone by a process whose lease ran out, when another one has sent it meanwhile', () => {
    const taken = { status: 'requested', sentAt: undefined } as const
    assert.equal(isAsTaken(taken, taken), true)
    assert.equal(isAsTaken({ ...taken, status: 'pending', sentAt: createdAt }, taken), false)
    assert.equal(
      isAsTaken({ ...taken, sentAt: createdAt }, taken),
      false,
      'sent, and postponed again',
    )
    assert.equal(isAsTaken({ ...taken, sentAt: new Date(createdAt) }, { sentAt: createdAt }), true)
  })

  it('has succeeded when that is proved, whatever its status was', () => {
    for (const status of REFUND_STATUSES) {
      const move = decideRefund(pending({ status }), { kind: 'done', syssn: 's' }, soon)
      assert.equal(move.to, status === 'succeeded' ? undefined : 'succeeded')
    }
  })

  it('is asked about again while nothing is known of its end', () => {
    const move = decideRefund(pending(), { kind: 'open', syssn: 's1' }, soon)
    assert.deepEqual(move, { to: 'pending', at: new Date('2026-03-02T04:00:05Z'), syssn: 's1' })
  })

  it('is sent again if an enquiry does not find it minutes later, and not before', () => {
    const missing = (now: string) => decideRefund(pending(), { kind: 'missing' }, at(now)).to
    assert.equal(missing('2026-03-02T04:04:59Z'), 'pending')
    assert.equal(missing('2026-03-02T04:05:00Z'), 'requested')
  })

  it('is never sent again when QFPay has given it a number', () => {
    const known = pending({ syssn: 's1' })
    assert.equal(decideRefund(known, { kind: 'missing' }, at('2026-03-09T04:00:00Z')).to, 'pending')
  })

  it('has failed when QFPay refuses it and an enquiry does not find it, and not before', () => {
    const answered = decideRefund(pending(), refused('1155', 'no'), soon)
    assert.equal(answered.to, 'pending')
    const refusal = 'refusal' in answered ? answered.refusal : undefined
    assert.deepEqual(refusal, { code: 'refused', respcd: '1155', message: 'no' })
    const checked = decideRefund(pending({ refusal }), { kind: 'missing' }, soon)
    assert.deepEqual(checked, { to: 'failed', refusal })
    const known = decideRefund(pending({ refusal }), { kind: 'open' }, soon)
    assert.equal(known.to, 'pending')
  })

  it('does not end by a person’s word while it may still be on its way to QFPay', () => {
    for (const happened of [true, false]) {
      const finding = {
        kind: 'confirmed',
        happened,
        confirmation: { by: 'merchant', note: 'asked' },
      } as const
      const sentAt = new Date('2026-03-04T04:00:00Z')
      const moved = (now: string) => decideRefund(pending({ sentAt }), finding, at(now)).to
      assert.equal(moved('2026-03-04T04:04:59Z'), undefined)
      assert.equal(moved('2026-03-04T04:05:00Z'), happened ? 'succeeded' : 'failed')
    }
  })

  const codes: readonly (readonly [string, string, RefundRefusalCode])[] = [
    ['1125', '', 'already_refunded'],
    ['1155', '', 'refused'],
    ['1261', '', 'not_paid_at_gateway'],
    ['1262', '', 'already_refunded'],
    ['1263', '', 'already_refunded'],
    ['1264', 'wrong cancel', 'already_refunded'],
    ['1265', 'beyond the refund period', 'too_old'],
    ['1265', '优惠交易不可退款', 'promotion'],
    ['1266', '', 'amount_mismatch'],
    ['1267', '', 'amount_mismatch'],
    ['1268', '', 'not_found_at_gateway'],
    ['1270', '', 'no_partial_refund'],
    ['1271', '', 'no_partial_refund'],
    ['1272', '', 'exceeds_remaining_at_gateway'],
    ['1294', '', 'stopped_by_risk_control'],
    ['1108', '', 'account_refused'],
    ['1203', '', 'account_refused'],
    ['1205', '', 'refused'],
  ]
  for (const [respcd, message, code] of codes) {
    it(`refused with ${respcd} ${message} is ${code}`, () => {
      const move = decideRefund(pending(), refused(respcd, message), soon)
      assert.equal(move.to, 'pending')
      assert.equal('refusal' in move ? move.refusal.code : undefined, code)
    })
  }

  const nights: readonly (readonly [string, string, string])[] = [
    ['+08:00', '2026-03-02T15:45:00Z', '2026-03-02T16:35:00.000Z'],
    ['+08:00', '2026-03-02T16:10:00Z', '2026-03-02T16:35:00.000Z'],
    ['+08:00', '2026-03-02T16:35:00Z', '2026-03-03T16:35:00.000Z'],
    ['-05:00', '2026-03-03T04:45:00Z', '2026-03-03T05:35:00.000Z'],
  ]
  for (const [utcOffset, now, until] of nights) {
    it(`refused at night at ${utcOffset} waits until half past midnight there (${now})`, () => {
      const move = decideRefund(pending(), refused('1265'), { now: new Date(now), utcOffset })
      assert.equal(move.to, 'requested')
      assert.equal(iso(move), until)
    })
  }

  it('refused for want of takings waits until eleven, today or tomorrow', () => {
    const until = (now: string) => iso(decideRefund(pending(), refused('1269'), at(now)))
    assert.equal(until('2026-03-02T02:00:00Z'), '2026-03-02T03:05:00.000Z')
    assert.equal(until('2026-03-02T04:00:00Z'), '2026-03-03T03:05:00.000Z')
  })

  it('is tried again at other times of the day, so that a clock or a zone that is wrong costs no refund', () => {
    for (const [respcd, mostDays] of [
      ['1265', 1],
      ['1269', 5],
    ] as const) {
      // By how much QFPay's clock differs from what the account says, over all zones.
      for (let shiftMin = -14 * 60; shiftMin <= 14 * 60; shiftMin += 1) {
        let refund = pending()
        let now = createdAt
        const isClosed = () => {
          const minute = (now.getTime() / 60_000 + 8 * 60 + shiftMin + 2 * 1440) % 1440
          if (respcd === '1265') return minute >= 23 * 60 + 30 || minute < 30
          return minute < 11 * 60
        }
        // The first is refused, whatever the clock says.
        do {
          const move = decideRefund(refund, refused(respcd), { now, utcOffset: '+08:00' })
          assert.ok(move.to === 'requested', `${respcd} at ${shiftMin} min: ${move.to}`)
          assert.ok(move.at > now)
          now = move.at
          refund = { ...refund, postponements: refund.postponements + 1 }
        } while (isClosed())
        const days = (now.getTime() - createdAt.getTime()) / 86_400_000
        assert.ok(days <= mostDays, `${respcd} at ${shiftMin} min: ${days} days`)
      }
    }
  })

  it('waits about a day for each day’s takings, for a month', () => {
    let now = createdAt
    for (let postponements = 0; postponements < 30; postponements++) {
      const move = decideRefund(pending({ postponements }), refused('1269'), {
        now,
        utcOffset: '+08:00',
      })
      assert.ok(move.to === 'requested')
      if (postponements > 0) assert.ok(move.at.getTime() - now.getTime() >= 12 * 3_600_000)
      now = move.at
    }
    const days = (now.getTime() - createdAt.getTime()) / 86_400_000
    assert.ok(days > 25 && days < 35, `${days} days`)
  })

  it('does not believe in "not now" for ever', () => {
    const weary = (respcd: string, postponements: number) =>
      decideRefund(pending({ postponements }), refused(respcd), soon).to
    assert.equal(weary('1265', 4), 'requested')
    assert.equal(weary('1265', 5), 'pending')
    assert.equal(weary('1269', 29), 'requested')
    assert.equal(weary('1269', 30), 'pending')
  })

  it('whose own row says "later" waits like a postponed one, and fails in the end', () => {
    const stalled = (respcd: string): RefundFinding => ({
      kind: 'stalled',
      message: '',
      meaning: classify(respcd),
    })
    for (const [respcd, most] of [
      ['1265', 5],
      ['1269', 30],
    ] as const) {
      const after = (postponements: number) =>
        decideRefund(pending({ postponements }), stalled(respcd), soon).to
      assert.equal(after(0), 'requested')
      assert.equal(after(most - 1), 'requested')
      assert.equal(after(most), 'failed')
    }
    for (const respcd of ['1100', '1252', '1254', '1296', '1297']) {
      const at3 = (now: string) => decideRefund(pending(), stalled(respcd), at(now)).to
      assert.equal(at3('2026-03-05T03:59:59Z'), 'pending')
      assert.equal(at3('2026-03-05T04:00:00Z'), 'failed')
    }
  })

  it('is found by each of its numbers, and money that moved under any of them outranks the newest', () => {
    const id = 'ref_01m8t5w2f4e8ta3x0c9v7k6hqz'
    assert.deepEqual(numbersOf({ id, numbers: 3 }), [id, `${id}_2`, `${id}_3`])
    for (const number of numbersOf({ id, numbers: 3 })) assert.equal(refundIdOf(number), id)
    assert.equal(refundIdOf('someone-elses_2'), 'someone-elses_2')
    const requested = { amount: 500, currency: 'HKD' }
    const among = (...verdicts: EnquiryVerdict[]) => findingAmong(requested, verdicts).kind
    const later = { kind: 'unpaid', meaning: classify('1269') } as const
    assert.equal(among({ kind: 'unpaid' }, { kind: 'missing' }), 'open')
    assert.equal(among(later, { kind: 'missing' }), 'missing')
    assert.equal(among({ kind: 'missing' }, later), 'stalled')
  })

  it('is not done by a row of another amount or currency', () => {
    const refund = { amount: 500, currency: 'HKD' }
    const row = (amount: number, currency: string) =>
      findingOf(refund, {
        kind: 'paid',
        transaction: {
          outTradeNo: 'ref_1',
          syssn: 's1',
          orderType: 'refund',
          payType: '800207',
          respcd: '0000',
          outcome: 'succeeded',
          meaning: classify('0000'),
          amount,
          currency,
          cancel: '0',
          raw: {},
        },
      })
    assert.deepEqual(row(500, 'HKD'), { kind: 'done', syssn: 's1' })
    for (const other of [row(499, 'HKD'), row(500, 'CNY')]) {
      assert.equal(other.kind, 'mismatch')
      const move = decideRefund(pending(), other, soon)
      assert.ok(move.to === 'pending' && move.doubt !== undefined)
    }
  })

  it('is never forgotten, and never sent while it may be under way, after any findings in any order', () => {
    const findings = fc.oneof(
      fc.constantFrom<RefundFinding>(
        { kind: 'done', syssn: 's' },
        { kind: 'open' },
        { kind: 'open', syssn: 's' },
        { kind: 'unsent' },
        { kind: 'missing' },
        { kind: 'rejected', message: '', meaning: classify('1155') },
        { kind: 'stalled', message: '', meaning: classify('1269') },
        { kind: 'stalled', message: '', meaning: classify('1252') },
        { kind: 'mismatch', facts: { finding: 'recorded' } },
      ),
      fc
        .tuple(fc.stringMatching(/^\d{4}$/), fc.constantFrom('', 'period', '优惠'))
        .map(([respcd, message]) => refused(respcd, message)),
    )
    const history = fc.array(fc.tuple(findings, fc.integer({ min: 0, max: 86_400_000 })))
    fc.assert(
      fc.property(history, fc.boolean(), (steps, isProved) => {
        let refund = pending()
        let now = createdAt
        let wasDone = false
        for (const [finding, passed] of steps) {
          now = new Date(now.getTime() + passed)
          const move = decideRefund(refund, finding, { now, utcOffset: '+08:00' })
          if (wasDone) assert.equal(move.to, undefined, 'nothing follows a success')
          if (finding.kind === 'done') wasDone = true
          if (move.to === undefined) continue
          if ('at' in move) assert.ok(move.at >= now, 'it is always gone on with')
          if (move.to === 'failed') {
            assert.ok(['missing', 'rejected', 'stalled'].includes(finding.kind))
          }
          if (move.to === 'requested') {
            const isLong = now.getTime() - (refund.sentAt ?? now).getTime() >= 300_000
            assert.ok(finding.kind !== 'open' && (finding.kind !== 'missing' || isLong))
          }
          refund = follow(refund, move, now)
        }
        const proof = decideRefund(refund, { kind: 'done', syssn: 's' }, { ...soon, now })
        if (isProved) assert.equal(proof.to, wasDone ? undefined : 'succeeded')
      }),
      { numRuns: 500 },
    )
  })
})

/** What the action writes, and a worker that immediately sends what is due again. */
function follow(refund: RefundState, move: RefundMove, now: Date): RefundState {
  if (move.to === undefined) return refund
  if (move.to === 'succeeded' || move.to === 'failed') return { ...refund, status: move.to }
  if (move.to === 'pending') {
    const { refusal = refund.refusal, syssn = refund.syssn } = move
    return { ...refund, refusal, syssn }
  }
  const postponements = refund.postponements + (move.refusal === undefined ? 0 : 1)
  return { ...refund, refusal: undefined, sentAt: now, postponements }
}
