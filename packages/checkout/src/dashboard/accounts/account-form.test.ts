import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Account } from '../../accounts/account.ts'
import {
  accountAsTyped,
  accountChangeTyped,
  credentialsTyped,
  newAccountTyped,
} from './account-form.ts'

describe('the form of a new account', () => {
  const always = { close_orders: false, return_origins: [] }

  it('leaves out what was not typed, WeChat and the limit as wholes', () => {
    assert.deepEqual(newAccountTyped({ name: 'Shop', mchid: '', per_second: '', appid: '' }), {
      name: 'Shop',
      ...always,
    })
  })

  it('has numbers, amounts and addresses in the words of the API', () => {
    const typed = {
      per_second: '4',
      per_minute: 'x',
      refund_approval_above: '1,000.00',
      close_orders: 'yes',
      return_origins: 'https://a.example.com\r\nhttps://b.example.com',
      appid: 'wx1',
      wechat_secret: 's',
    }
    assert.deepEqual(newAccountTyped(typed), {
      close_orders: true,
      return_origins: ['https://a.example.com', 'https://b.example.com'],
      request_limit: { per_second: 4, per_minute: 'x' },
      refund_approval_above: 100_000,
      wechat: { appid: 'wx1', secret: 's' },
    })
  })
})

describe('the form of an account', () => {
  const account = {
    name: 'Shop',
    settings: {
      payType: '800207',
      utcOffset: '+08:00',
      mchid: 'M1',
      returnOrigins: ['https://a.example.com'],
      requestLimit: { perSecond: 4, perMinute: 100 },
      refundApprovalAbove: 100_000,
    },
  } as unknown as Account

  it('as it is shown, changes nothing', () => {
    assert.deepEqual(accountChangeTyped(accountAsTyped(account), account), {
      name: 'Shop',
      pay_type: '800207',
      utc_offset: '+08:00',
      late_payments: 'accept',
      mchid: 'M1',
      time_zone: null,
      close_orders: false,
      return_origins: ['https://a.example.com'],
      request_limit: { per_second: 4, per_minute: 100 },
      refund_approval_above: 100_000,
    })
  })

  it('takes away what was emptied', () => {
    const emptied = { mchid: '', per_second: '', per_minute: '', refund_approval_above: '' }
    const changed = accountChangeTyped({ ...accountAsTyped(account), ...emptied }, account)
    const { mchid, request_limit, refund_approval_above } = changed as Record<string, unknown>
    assert.deepEqual([mchid, request_limit, refund_approval_above], [null, null, null])
  })

  it('replaces only the credentials that were typed', () => {
    assert.deepEqual(credentialsTyped({ client_key: '', notification_key: 'n' }), {
      notification_key: 'n',
    })
    assert.deepEqual(credentialsTyped({ without_notification_key: 'yes', wechat_secret: 's' }), {
      notification_key: null,
      wechat: { secret: 's' },
    })
  })
})
