import { Hono, type Context } from 'hono'
import { timeZoneOf, type Account } from '../../accounts/account.ts'
import {
  readAccountNames,
  readAccount,
  readAccountById,
  readAccounts,
} from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { refuseForeignReturn } from '../../http/account-guards.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { sayAmount } from '../../language/display-amount.ts'
import { isLanguage } from '../../language/language.ts'
import { parseAmount } from '../../language/parse-amount.ts'
import { instantOf, localTime } from '../../language/zone.ts'
import { changeLink } from '../../links/change-link.ts'
import { addLink } from '../../links/create-link.ts'
import { drawLinkPoster } from '../../links/draw-link-poster.ts'
import { linkUrl } from '../../links/link-address.ts'
import { refuseNewLink } from '../../links/link-guards.ts'
import {
  linkChangeOf,
  linkChangeSchema,
  newLinkOf,
  newLinkSchema,
} from '../../links/link-resource.ts'
import { stateOf, type LinkField, type PaymentLink } from '../../links/payment-link.ts'
import { readLink, readLinks } from '../../links/read-links.ts'
import { readPayments } from '../../payments/read-payments.ts'
import { parseId } from '../../platform/ids.ts'
import { codePng, codeSvg } from '../../posters/code-image.ts'
import type { TypedForm } from '../forms/form.ts'
import { readTyped, refusalOf, sayIssue } from '../forms/read-typed.ts'
import type { Typed } from '../forms/typed.ts'
import { named, nameAmong, type Shell, zoneOf } from '../shell/shell.ts'
import { dashboardTexts } from '../shell/texts.ts'
import { turned } from '../tables/turning.ts'
import { linkPage, linksPage, newLinkPage } from './links-pages.ts'
import type { LinkRow } from './links-view.ts'

const LINKS = 30
const PAYMENTS = 10

/** The operators' pages about payment links. */
export function dashboardLinksApi(
  deps: Deps,
  { home, frame, frameOfAll, page, languageOf }: Shell,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const ownPath = `${home}/links`

  const rowOf = (link: PaymentLink, account: string | undefined): LinkRow => {
    const state = stateOf(link, deps.clock.now())
    return { link, state, path: `${ownPath}/${link.id}`, ...(account !== undefined && { account }) }
  }
  const linkOf = (c: Context): Promise<PaymentLink> =>
    named(c, 'link', 'lnk', (id) => readLink(deps, id))
  const openAccounts = async (): Promise<readonly Account[]> =>
    (await readAccounts(deps)).filter(({ disabledAt }) => disabledAt === undefined)
  const showNew = async (c: Context, form: TypedForm) => {
    const accounts = await openAccounts()
    const shown = newLinkPage({
      ...frame(c, zoneOf(accounts)),
      ...form,
      accounts,
      actionPath: ownPath,
    })
    return page(c, shown, form.problem === undefined ? 200 : 400)
  }
  const showLink = async (c: Context, link: PaymentLink, form?: TypedForm) => {
    const { name, settings } = await readAccount(deps, link.accountId)
    const { payments } = await readPayments(deps, { linkId: link.id, limit: PAYMENTS })
    const { paymentStatus } = dashboardTexts[languageOf(c)]
    const shown = linkPage({
      ...frame(c, timeZoneOf(settings)),
      ...rowOf(link, name),
      ...(form ?? { typed: typedOf(link, timeZoneOf(settings)) }),
      url: linkUrl(deps, link),
      payments: payments.map(({ id, reference, amount, currency, status }) => ({
        path: `${home}/payments/${id}`,
        reference,
        amount: sayAmount(amount, currency),
        status,
        statusText: paymentStatus[status],
      })),
    })
    return page(c, shown, form === undefined ? 200 : 400)
  }

  app.get('/', async (c) => {
    const startingAfter = parseId('lnk', c.req.query('after') ?? '')
    const after = startingAfter === undefined ? {} : { startingAfter }
    const { links, hasMore } = await readLinks(deps, { limit: LINKS, ...after })
    const names = await readAccountNames(deps)
    return page(
      c,
      linksPage({
        ...(await frameOfAll(c)),
        links: links.map((link) => rowOf(link, nameAmong(names, link.accountId))),
        addPath: `${ownPath}/new`,
        ...turned({ path: ownPath, startingAfter, rows: links, hasMore }),
      }),
    )
  })

  app.get('/new', may('create_payments'), (c) => {
    return showNew(c, { typed: { currency: 'HKD' } })
  })

  app.post('/', may('create_payments'), async (c) => {
    const typed = await readTyped(c)
    const account = await readAccountById(deps, typed['account'] ?? '')
    if (account === undefined) return showNew(c, { typed, problem: '"account": choose one' })
    const parsed = newLinkSchema.safeParse(newLinkTyped(typed, zoneOf(await openAccounts())))
    if (!parsed.success) return showNew(c, { typed, problem: sayIssue(parsed.error) })
    const request = newLinkOf(parsed.data)
    const problem = await refusalOf(() => refuseNewLink(account, request))
    if (problem !== undefined) return showNew(c, { typed, problem })
    const link = await addLink(acting(deps, c), account, request)
    return c.redirect(`${ownPath}/${link.id}`, 303)
  })

  app.get('/:link', async (c) => showLink(c, await linkOf(c)))

  app.post('/:link', may('create_payments'), async (c) => {
    const link = await linkOf(c)
    const account = await readAccount(deps, link.accountId)
    const typed = await readTyped(c)
    const parsed = linkChangeSchema.safeParse(linkChangeTyped(typed, link, account))
    if (!parsed.success) return showLink(c, link, { typed, problem: sayIssue(parsed.error) })
    const change = linkChangeOf(parsed.data)
    const problem = await refusalOf(() =>
      refuseForeignReturn(account, change.successUrl, 'success_url'),
    )
    if (problem !== undefined) return showLink(c, link, { typed, problem })
    const changed = await changeLink(acting(deps, c), link.id, change)
    if (changed.kind === 'stock-too-small') {
      const said = `"stock": ${changed.least} are paid or held already`
      return showLink(c, link, { typed, problem: said })
    }
    if (changed.kind === 'ends-before-start') {
      return showLink(c, link, { typed, problem: '"ends_at": must be after starts_at' })
    }
    return c.redirect(`${ownPath}/${link.id}`, 303)
  })

  for (const what of ['disable', 'enable'] as const) {
    app.post(`/:link/${what}`, may('create_payments'), async (c) => {
      const { id } = await linkOf(c)
      await changeLink(acting(deps, c), id, { isDisabled: what === 'disable' })
      return c.redirect(`${ownPath}/${id}`, 303)
    })
  }

  app.get('/:link/code.svg', async (c) => {
    const link = await linkOf(c)
    return file(c, Buffer.from(codeSvg(linkUrl(deps, link))), `${link.slug}.svg`, 'image/svg+xml')
  })

  app.get('/:link/code.png', async (c) => {
    const link = await linkOf(c)
    return file(c, codePng(linkUrl(deps, link)), `${link.slug}.png`, 'image/png')
  })

  app.get('/:link/poster.pdf', async (c) => {
    const link = await linkOf(c)
    const account = await readAccount(deps, link.accountId)
    const asked = c.req.query('language')
    const language = isLanguage(asked) ? asked : languageOf(c)
    const paper = c.req.query('paper') === 'a6' ? 'a6' : 'a5'
    const pdf = drawLinkPoster(deps, { link, account }, { paper, language })
    return file(c, pdf, `${link.slug}-${paper}-${language}.pdf`, 'application/pdf')
  })

  return app
}

function file(c: Context, body: Buffer, name: string, type: string): Response {
  return c.body(new Uint8Array(body), 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
  })
}

/** A form in the words of the API, without empty fields; text that is not a number stays text. */
function newLinkTyped(typed: Typed, zone: string): object {
  const { currency = '' } = typed
  const given = {
    title: typed['title'],
    currency,
    amount: amountTyped(typed['amount'], currency),
    min_amount: amountTyped(typed['min_amount'], currency),
    max_amount: amountTyped(typed['max_amount'], currency),
    stock: numberTyped(typed['stock']),
    starts_at: timeTyped(typed['starts_at'], zone),
    ends_at: timeTyped(typed['ends_at'], zone),
    once_per_payer: typed['once_per_payer'] === 'yes',
    fields: questionsTyped(typed['questions'] ?? ''),
    success_message: typed['success_message'] || undefined,
    success_url: typed['success_url'] || undefined,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** What the form changes: a field that is as the page showed it stays as it is, to the second. */
function linkChangeTyped(typed: Typed, link: PaymentLink, { settings }: Account): object {
  const zone = timeZoneOf(settings)
  const before = typedOf(link, zone)
  const given = {
    title: typed['title'],
    stock: numberTyped(typed['stock']) ?? null,
    starts_at: timeTyped(typed['starts_at'], zone) ?? null,
    ends_at: timeTyped(typed['ends_at'], zone) ?? null,
    questions: questionsTyped(typed['questions'] ?? '', link.fields),
    success_message: typed['success_message'] || null,
    success_url: typed['success_url'] || null,
  }
  const changed = Object.entries(given).filter(
    ([name]) => typed[name] !== undefined && inLines(typed[name]) !== before[name],
  )
  return Object.fromEntries(
    changed.map(([name, value]) => [name === 'questions' ? 'fields' : name, value]),
  )
}

function amountTyped(text: string | undefined, currency: string): number | string | undefined {
  return text ? (parseAmount(text, currency) ?? text) : undefined
}

function numberTyped(text: string | undefined): number | string | undefined {
  return text ? (/^\d{1,10}$/.test(text) ? Number(text) : text) : undefined
}

function timeTyped(text: string | undefined, zone: string): string | undefined {
  if (!text) return undefined
  const at = instantOf(text.length === '2026-03-02T18:30'.length ? `${text}:00` : text, zone)
  return Number.isNaN(at.getTime()) ? text : at.toISOString()
}

/** Each line is a question. One that was there keeps its key, under which payments have its answers. */
function questionsTyped(text: string, before: readonly LinkField[] = []): readonly object[] {
  const labels = inLines(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
  const left = [...before]
  const keys = Array.from({ length: labels.length + before.length }, (_, at) => `answer_${at + 1}`)
  const free = keys.filter((key) => before.every((field) => field.key !== key))
  return labels.map((line) => {
    const label = line.trim()
    const at = left.findIndex((field) => field.label === label)
    const [same] = at < 0 ? [] : left.splice(at, 1)
    return same ? { key: same.key, label, required: same.isRequired } : { key: free.shift(), label }
  })
}

/** As a page writes it: browsers send other ends of lines. */
function inLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

function typedOf(link: PaymentLink, zone: string): Typed {
  const local = (at: Date): string =>
    localTime(at, zone).replace(' ', 'T').slice(0, '2026-03-02T18:30'.length)
  return {
    title: link.title,
    stock: link.stock === undefined ? '' : String(link.stock),
    starts_at: link.startsAt ? local(link.startsAt) : '',
    ends_at: link.endsAt ? local(link.endsAt) : '',
    questions: link.fields.map(({ label }) => label).join('\n'),
    success_url: link.successUrl ?? '',
    success_message: link.successMessage ?? '',
  }
}
