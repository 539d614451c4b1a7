import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { RESPONSE_CODES } from '../errors/respcd-table.ts'
import { classify, isDuplicate } from './classify.ts'

const DOCUMENTED = {
  succeeded: '0000',
  pending: '1143 1145 1161 1260 1261 1295 1298 2010 2999',
  retry: `1100 1101 1111 1112 1117 1127 1128 1131 1141 1144 1170 1180 1252 1254 1265 1269 1296
    1297 2009`,
  failed: `1118 1119 1120 1121 1122 1123 1125 1129 1136 1142 1146 1147 1150 1151 1152 1153 1154
    1155 1181 1201 1202 1204 1205 1212 1250 1262 1263 1264 1294 2004 2005 2006 2007`,
  caller: `1102 1103 1104 1105 1106 1107 1108 1109 1110 1113 1114 1115 1116 1124 1126 1130 1132
    1133 1134 1135 1137 1138 1139 1140 1203 1241 1242 1243 1251 1266 1267 1268 1270 1271 1272
    2001 2002 2003 2008 2011 2012`,
}

describe('response code', () => {
  it('has the class that QFPay documents for each of its codes, and no other code', () => {
    const codes = Object.entries(DOCUMENTED).flatMap(([kind, list]) =>
      list.split(/\s+/).map((respcd) => ({ respcd, kind })),
    )
    for (const { respcd, kind } of codes) assert.equal(classify(respcd).kind, kind, respcd)
    assert.deepEqual(codes.map(({ respcd }) => respcd).sort(), Object.keys(RESPONSE_CODES).sort())
  })

  it('says what a code means and what to do, for any code and any message', () => {
    const codes = fc.oneof(fc.constantFrom(...Object.keys(RESPONSE_CODES)), fc.string())
    fc.assert(
      fc.property(codes, fc.string(), (respcd, message) => {
        const said = classify(respcd, message)
        assert.equal(said.respcd, respcd)
        assert.ok(said.meaning.length > 5 && said.hint.endsWith('.'))
      }),
    )
  })

  it('reads an undocumented code as pending, never as paid or failed', () => {
    for (const respcd of ['', '9999', '000', '00000', 'toString', '__proto__', 'constructor']) {
      assert.equal(classify(respcd, 'success').kind, 'pending')
    }
  })

  it('distinguishes a used number from a store that is not set up', () => {
    assert.match(classify('1251', 'out_trade_no is used').meaning, /used before/)
    assert.match(classify('1251', 'store not configured').hint, /ask QFPay/)
    assert.ok(isDuplicate('1251', 'out_trade_no is used'))
    assert.ok(isDuplicate('1102', '') && isDuplicate('2011', ''))
    assert.equal(isDuplicate('1251', 'store not configured'), false)
    assert.equal(isDuplicate('1104', 'out_trade_no is used'), false)
  })

  it('distinguishes a refund that is too old from one at the wrong hour', () => {
    assert.equal(classify('1265').kind, 'retry')
    assert.equal(classify('1265', 'not between 23:30 and 00:30').kind, 'retry')
    assert.equal(classify('1265', 'beyond refund period').kind, 'failed')
    assert.equal(classify('1265', '超过退款期限').kind, 'failed')
    assert.equal(classify('1265', 'promotion order').kind, 'failed')
  })

  describe('1265, whose sentence names both the night and promotions', () => {
    const OFFSET_MS = 8 * 3_600_000
    const at = (timeOfDay: string) => ({
      at: new Date(`2026-03-02T${timeOfDay}:00+08:00`),
      offsetMs: OFFSET_MS,
    })
    const SENTENCES = [
      'Refunds for transactions between 11:30pm to 0:30am and special promotions cannot be processed. (1265)',
      '該訂單禁止退款,23:30–00:30 及特殊活動交易不支援退款 (1265)',
      '該筆訂單被禁止退款，23:30-00:30 的交易以及部分特殊交易會被禁止（1265）',
    ]

    for (const sentence of SENTENCES) {
      it(`is temporary at night, and a promotion by day: ${sentence}`, () => {
        for (const night of ['23:25', '23:59', '00:00', '00:34']) {
          assert.equal(classify('1265', sentence, at(night)).kind, 'retry', night)
        }
        for (const day of ['00:35', '09:00', '23:24']) {
          const { kind, meaning } = classify('1265', sentence, at(day))
          assert.equal(kind, 'failed', day)
          assert.match(meaning, /promotion/)
        }
      })
    }

    it('is never a promotion at an unknown hour', () => {
      for (const sentence of SENTENCES) assert.equal(classify('1265', sentence).kind, 'retry')
    })

    it('uses the clock of the account', () => {
      const said = { at: new Date('2026-03-02T15:45:00Z'), offsetMs: 0 }
      assert.equal(classify('1265', SENTENCES[0], said).kind, 'failed')
      assert.equal(classify('1265', SENTENCES[0], { ...said, offsetMs: OFFSET_MS }).kind, 'retry')
    })

    it('is too old at any hour if the sentence says so', () => {
      for (const said of [
        '該筆訂單被禁止退款，已經超出可退款時限',
        '退款接口只能申请 29 天的订单',
      ]) {
        for (const hour of [undefined, at('23:45'), at('12:00')]) {
          const { kind, meaning } = classify('1265', said, hour)
          assert.equal(kind, 'failed')
          assert.match(meaning, /too old/)
        }
      }
    })
  })

  it('recognizes a payment that was refunded before', () => {
    assert.match(classify('1264', 'wrong cancel').meaning, /refunded/)
  })
})
