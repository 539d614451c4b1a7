import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestCheckout, type TestDeps } from '../../../test/support/checkout.ts'
import { openTestDashboard } from '../../../test/support/dashboard.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import { createHandClock } from '../../../test/support/hand-clock.ts'
import { createLinkPayer } from '../../../test/support/link-payers.ts'
import {
  createOperatorBrowser,
  type OperatorBrowser,
} from '../../../test/support/operator-browser.ts'
import { openTestAccount } from '../../../test/support/payments.ts'
import type { Account } from '../../accounts/account.ts'
import { changeAccount } from '../../accounts/change-account.ts'
import { readAudit } from '../../audit/read-audit.ts'
import type { Checkout } from '../../checkout.ts'
import { readLinks } from '../../links/read-links.ts'

describeOnDatabase("the operators' pages about payment links", (database) => {
  let checkout: Checkout
  let deps: TestDeps
  let account: Account
  let browser: OperatorBrowser
  let operatorToken: string
  const clock = createHandClock()
  const send = (path: string, form?: Readonly<Record<string, string>>) =>
    form ? browser.send(`/dashboard${path}`, form) : browser.open(`/dashboard${path}`)
  const newest = async () => {
    const { links } = await readLinks(deps, { limit: 1 })
    const [link] = links
    assert.ok(link)
    return link
  }
  before(async () => {
    const options = { role: 'administer', clock } as const
    ;({
      deps,
      checkout,
      browser,
      token: operatorToken,
    } = await openTestDashboard(database(), options))
    account = await openTestAccount(deps)
  })

  it('make one, show what it brings, change it, and close it', async () => {
    assert.match(await (await send('/links/new')).text(), /New link/)
    const made = await send('/links', {
      account: account.id,
      title: 'Charity tea',
      currency: 'HKD',
      amount: '58',
      stock: '3',
      ends_at: '2026-12-24T20:00',
      questions: 'Table number\nYour name',
    })
    const link = await newest()
    assert.equal(made.headers.get('location'), `/dashboard/links/${link.id}`)
    assert.partialDeepStrictEqual(link, { minAmount: 5800, maxAmount: 5800, stock: 3 })
    assert.equal(link.endsAt?.toISOString(), '2026-12-24T12:00:00.000Z')
    assert.deepEqual(
      link.fields.map(({ label }) => label),
      ['Table number', 'Your name'],
    )
    await createLinkPayer(checkout).makePayment(`/l/${link.slug}`, {
      'answer.answer_1': '7',
      'answer.answer_2': 'Mei',
    })
    const shown = await (await send(`/links/${link.id}`)).text()
    assert.match(shown, new RegExp(`${link.slug}-1`))
    assert.match(shown, /<dt>Held<\/dt>\s*<dd>1<\/dd>/)
    const changed = {
      title: 'Green tea',
      stock: '',
      starts_at: '2026-12-01T08:00',
      ends_at: '',
      questions: 'Your name\r\nHow many cups',
      success_message: 'Thank you',
      success_url: 'https://shop.example.com/thanks',
    }
    await send(`/links/${link.id}`, changed)
    assert.partialDeepStrictEqual(await newest(), {
      title: 'Green tea',
      stock: undefined,
      startsAt: new Date('2026-12-01T00:00:00Z'),
      endsAt: undefined,
      // Its answers stay under one key, and those of another question do not get it.
      fields: [
        { key: 'answer_2', label: 'Your name', isRequired: true },
        { key: 'answer_3', label: 'How many cups', isRequired: true },
      ],
      successMessage: 'Thank you',
      successUrl: 'https://shop.example.com/thanks',
    })
    await send(`/links/${link.id}`, { ...changed, starts_at: '', success_url: '' })
    const { startsAt, successUrl } = await newest()
    assert.deepEqual([startsAt, successUrl], [undefined, undefined])
    await send(`/links/${link.id}/disable`, {})
    assert.match(await (await send('/links')).text(), /Disabled/)
    await send(`/links/${link.id}/enable`, {})
    assert.equal((await newest()).disabledAt, undefined)
    const { entries } = await readAudit(deps, { limit: 10 })
    const actions = entries.filter(({ subject }) => subject.id === link.id)
    assert.deepEqual(
      actions.map(({ action }) => action),
      [...Array.from({ length: 4 }, () => 'payment_link.changed'), 'payment_link.created'],
    )
  })

  it("show times in the accounts' time zone, if all accounts have the same", async () => {
    await changeAccount(deps, account.id, { utc_offset: '-05:00' })
    assert.match(await (await send('/links/new')).text(), /Ends \(GMT-5\)/)
    await send('/links', {
      account: account.id,
      title: 'Maple tea',
      currency: 'CAD',
      amount: '9',
      ends_at: '2026-12-24T20:00',
    })
    assert.equal((await newest()).endsAt?.toISOString(), '2026-12-25T01:00:00.000Z')
    await changeAccount(deps, account.id, { utc_offset: '+08:00', time_zone: 'America/Toronto' })
    // Another process, which remembers no account.
    browser = createOperatorBrowser(openTestCheckout(database(), { clock }), operatorToken)
    const { id } = await newest()
    const form = await (await send(`/links/${id}`)).text()
    assert.match(form, /Ends \(America\/Toronto\)/)
    assert.match(form, /value="2026-12-24T20:00"/)
    await send(`/links/${id}`, { ends_at: '2027-07-01T20:00' })
    assert.equal((await newest()).endsAt?.toISOString(), '2027-07-02T00:00:00.000Z')
    await changeAccount(deps, account.id, { time_zone: null })
  })

  it('say what is wrong with a form, and keep what was typed', async () => {
    const form = { account: account.id, title: 'Tea <&>', currency: 'HKD', amount: 'five' }
    const refused = await send('/links', form)
    assert.equal(refused.status, 400)
    const text = await refused.text()
    assert.match(text, /&quot;amount&quot;: must be an amount such as 1200\.50/)
    assert.match(text, /name="amount"[^>]*aria-invalid="true"\s+aria-describedby="problem[ "]/)
    assert.match(text, /value="Tea &lt;&amp;&gt;"/)
  })

  it('lead from a later page of the list back to the newest', async () => {
    const first = await newest()
    const later = await (await send(`/links?after=${first.id}`)).text()
    assert.match(later, /href="\/dashboard\/links"[^>]*>← Newest/)
    assert.doesNotMatch(await (await send('/links')).text(), /← Newest/)
  })

  it('give the code and the poster as files', async () => {
    const { id, slug } = await newest()
    for (const [name, saved] of [
      ['code.svg', `${slug}.svg`],
      ['code.png', `${slug}.png`],
      ['poster.pdf?paper=a6&language=zh-Hant', `${slug}-a6-zh-Hant.pdf`],
    ]) {
      const answer = await send(`/links/${id}/${name}`)
      assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${saved}"`)
    }
    assert.equal((await send('/links/lnk_01m8t5w2f4e8ta3x0c9v7k6hqz')).status, 404)
  })
})
