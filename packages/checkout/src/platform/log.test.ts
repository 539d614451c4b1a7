import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { createLog, type Fields, type LogLevel } from './log.ts'

const clock = createHandClock(new Date('2026-03-02T04:00:00Z'))
const SECRET = 'never-print-this-value'

describe('the log', () => {
  test('writes one line for an event, its name before its fields', () => {
    assert.deepEqual(
      written((log) => log.info('payment.succeeded', { payment: 'pay_1', amount: 1200 })),
      [
        '{"level":"info","time":"2026-03-02T04:00:00.000Z","event":"payment.succeeded","payment":"pay_1","amount":1200}\n',
      ],
    )
  })

  test('adds the configured fields', () => {
    const [line = ''] = written((log) =>
      log.with({ request: 'r1' }).with({ payment: 'pay_1' }).warn('a.b'),
    )
    assert.deepEqual(JSON.parse(line), {
      level: 'warn',
      time: '2026-03-02T04:00:00.000Z',
      event: 'a.b',
      request: 'r1',
      payment: 'pay_1',
    })
  })

  test('keeps silent below its level', () => {
    assert.equal(written((log) => log.debug('a.b'), 'info').length, 0)
    assert.equal(written((log) => log.error('a.b'), 'silent').length, 0)
  })

  test('hides secrets by name, however they are spelt and however deep they lie', () => {
    const names = [
      'client_key',
      'clientKey',
      'Client-Key',
      'X-QF-SIGN',
      'sub_openid',
      'authorization',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.boolean(), { maxLength: 3 }),
        (name, nesting) => {
          const fields = nesting.reduce<Fields>(
            (inner, inList) => ({ inner: inList ? [inner] : inner }),
            { [name]: SECRET },
          )
          const line = written((log) => log.info('a.b', fields)).join('')
          assert.ok(!line.includes(SECRET), line)
          assert.ok(line.includes('[redacted]'), line)
        },
      ),
    )
  })

  test('hides secrets in addresses and in texts that quote them', () => {
    const texts = [
      `https://api.example/sns/oauth2/access_token?appid=wx1&secret=${SECRET}&grant_type=x`,
      `GET /pay/return?code=${SECRET}&state=${SECRET} failed`,
      `postgres://tael:${SECRET}@db.example/tael`,
      `openid=${SECRET}`,
      `the answer was {"openid":"${SECRET}","code": "${SECRET}"}`,
      `Authorization: Bearer ${SECRET}`,
    ]
    for (const text of texts) {
      const line = written((log) => log.error('a.b', { text, error: new Error(text) })).join('')
      assert.ok(!line.includes(SECRET), line)
    }
  })

  test('keeps what happened in an error: its name, code, message, stack and cause', () => {
    const cause = Object.assign(new Error('connection reset'), { code: 'ECONNRESET' })
    const error = new TypeError('the gateway did not answer', { cause })
    const [line = ''] = written((log) => log.error('a.b', { error }))

    const { error: shown } = JSON.parse(line) as { error: Record<string, unknown> }
    assert.equal(shown['name'], 'TypeError')
    assert.equal(shown['message'], 'the gateway did not answer')
    assert.match(String(shown['stack']), /log[.]test/)
    assert.equal((shown['cause'] as Record<string, unknown>)['code'], 'ECONNRESET')
  })

  test('leaves out the row that PostgreSQL quotes in an error', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'attempt_code_hash_key',
      detail: `Key (code_hash)=(${SECRET}) already exists.`,
    })
    const line = written((log) => log.error('a.b', { error })).join('')

    assert.ok(!line.includes(SECRET))
    assert.ok(line.includes('attempt_code_hash_key'))
  })

  test('survives a circular value', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    assert.equal(written((log) => log.info('a.b', { loop, big: 10n ** 20n })).length, 1)
  })
})

function written(
  use: (log: ReturnType<typeof createLog>) => void,
  level: LogLevel = 'debug',
): string[] {
  const lines: string[] = []
  use(createLog({ clock, level, write: (line) => lines.push(line) }))
  return lines
}
