import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { pack, unpack } from './pack.ts'

const REQUEST = JSON.stringify({
  answer: {
    udid: '[masked]',
    syssn: '20261201000900080000054321',
    txamt: '1350',
    txdtm: '2026-12-01 09:12:57',
    cardcd: '',
    chnlsn: '',
    paydtm: '2026-12-01 09:12:57',
    respcd: '0000',
    sysdtm: '2026-12-01 09:12:57',
    resperr: '交易成功',
    respmsg: '',
    pay_type: '800207',
    txcurrcd: 'HKD',
    pay_params: '[masked]',
    out_trade_no: 'att_01m8zzz9q1e5y0k8reb51r5aaa',
  },
  respcd: '0000',
  attempt: 1,
  meaning: 'success',
  request: { txamt: '1350', pay_type: '800207', out_trade_no: 'att_01m8zzz9q1e5y0k8reb51r5aaa' },
  endpoint: '/trade/v1/payment',
})
/** As the first version packed `"verdict":"paid"`. */
const OF_THE_FIRST_VERSION = '58a48e9c700443b701002eda0552'

describe('a packed text', () => {
  it('comes out as it went in, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        assert.deepEqual(new Uint8Array(unpack(pack(bytes))), bytes)
      }),
    )
    assert.equal(unpack(pack(REQUEST)).toString(), REQUEST)
  })

  it('takes a fifth of the bytes that a request of a payment takes', () => {
    assert.ok(pack(REQUEST).length < Buffer.byteLength(REQUEST) / 4.5, `${pack(REQUEST).length}`)
  })

  it('comes out of what the first version packed, and not wrong out of anything else', () => {
    assert.equal(unpack(Buffer.from(OF_THE_FIRST_VERSION, 'hex')).toString(), '"verdict":"paid"')
    const altered = Buffer.from(OF_THE_FIRST_VERSION, 'hex')
    altered[2] = 0
    assert.throws(() => unpack(altered), /dictionary/)
  })
})
