import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { openSigningOperator } from '../../test/support/operators.ts'
import { DAY_MS } from '../platform/durations.ts'
import { mayTryPassword, signIn, tryPruning } from './sign-in.ts'
import { startSession } from './start-session.ts'

const OFFICE = '2001:db8:0:1::7'

describeOnDatabase('a person who guesses passwords', (database) => {
  let clock: HandClock
  let deps: TestDeps
  let ada: Awaited<ReturnType<typeof openSigningOperator>>

  before(async () => {
    clock = createHandClock()
    deps = openTestDeps(database(), { clock })
    ada = await openSigningOperator(deps, 'refund')
  })
  const guess = async (address: string, login = ada.operator.login): Promise<string> =>
    (await mayTryPassword(deps, { login, operatorId: idOf(login), address })) ? 'wrong' : 'too-many'
  const idOf = (login: string) => (login === ada.operator.login ? ada.operator.id : undefined)
  const many = async (guesses: number, guess: (index: number) => Promise<string>) => {
    const kinds: Record<string, number> = {}
    const all = Array.from({ length: guesses }, (_, index) => guess(index))
    for (const kind of await Promise.all(all)) kinds[kind] = (kinds[kind] ?? 0) + 1
    return kinds
  }
  const adaSignsIn = async (address: string): Promise<string> => {
    const { operator, password } = ada
    const first = await signIn(deps, { login: operator.login, password, address })
    if (first.kind !== 'right') return first.kind
    const { kind } = await startSession(deps, operator.id, { code: ada.code(), address })
    // A code works once.
    await clock.advance(30_000)
    return kind
  }
  const rows = async (): Promise<number> =>
    (await database().db.selectFrom('operator_try').select('key').execute()).length

  it('guesses no faster with many logins, and leaves no row for those that were not looked at', async () => {
    const earlier = await rows()
    const logins = await many(40, (index) => guess('198.51.100.1', `somebody-${index}`))
    assert.deepEqual(logins, { wrong: 20, 'too-many': 20 })
    // Of the network, and for each of the twenty logins there and anywhere.
    assert.equal(await rows(), earlier + 41)
    assert.equal(await guess('198.51.100.2'), 'wrong')
    await clock.advance(DAY_MS + 1)
    await tryPruning.run(deps)
    assert.equal(await rows(), earlier)
  })

  it('waits with no more than nineteen others, and not in front of an operator whom the network knows', async () => {
    assert.equal(await adaSignsIn(OFFICE), 'started')
    const earlier = await rows()
    const ended: string[] = []
    const strangers = many(30, async (index) => {
      const address = `203.0.113.${index}`
      const { kind } = await signIn(deps, { login: `stranger-${index}`, password: 'x', address })
      if (kind === 'wrong') ended.push('a stranger')
      return kind
    })
    const { operator, password } = ada
    const hers = signIn(deps, { login: operator.login, password, address: OFFICE })
    assert.equal((await hers.finally(() => ended.push('ada'))).kind, 'right')
    assert.deepEqual(await strangers, { wrong: 20, 'too-many': 10 })
    assert.ok(ended.indexOf('ada') < 15, ended.join(', '))
    assert.equal(await rows(), earlier + 60, 'those who did not wait are not counted')
  })

  it('has one network in all addresses of an IPv6 network', async () => {
    const addresses = await many(8, (index) => guess(`2001:db8:9:9::${index}`))
    assert.deepEqual(addresses, { wrong: 5, 'too-many': 3 })
  })

  it('guesses no faster from many networks, and does not keep the operator out of their own', async () => {
    assert.equal(await adaSignsIn(OFFICE), 'started')
    // Somebody else there tries many logins.
    await many(40, (index) => guess(OFFICE, `nobody-${index}`))
    assert.equal(await guess(OFFICE, 'one-more'), 'too-many')
    const networks = await many(60, (index) => guess(`198.51.100.${index}`))
    assert.deepEqual(networks, { wrong: 50, 'too-many': 10 })
    assert.equal(await adaSignsIn('192.0.2.1'), 'too-many')
    assert.equal(await adaSignsIn('2001:db8:0:1::8'), 'started')
  })
})
