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
import { stateOf, type PaymentLink } from '../../links/payment-link.ts'
import { readLink, readLinks } from '../../links/read-links.ts'
import { readPayments } from '../../payments/read-payments.ts'
import { parseId } from '../../platform/ids.ts'
import { codePng, codeSvg } from '../../posters/code-image.ts'
import type { TypedForm } from '../forms/form.ts'
import { checked, readTyped } from '../forms/read-typed.ts'
import { named, nameAmong, type Shell, zoneOf } from '../shell/shell.ts'
import { dashboardTexts } from '../shell/texts.ts'
import { turned } from '../tables/turning.ts'
import { linkAsTyped, linkChangeTyped, newLinkTyped } from './link-form.ts'
import { linkPage, linksPage, newLinkPage } from './links-pages.ts'
import type { LinkRow } from './links-view.ts'

const LINKS = 30
const PAYMENTS = 10

/** The operators' pages about payment links. */
export function dashboardLinksRoutes(
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
      ...(form ?? { typed: linkAsTyped(link, timeZoneOf(settings)) }),
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
    const { links, hasMore } = await readLinks(deps, { limit: LINKS, startingAfter })
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
    const words = newLinkTyped(typed, zoneOf(await openAccounts()))
    const wanted = await checked(newLinkSchema, words, (data) =>
      refuseNewLink(account, newLinkOf(data)),
    )
    if (wanted.problem !== undefined) return showNew(c, { typed, ...wanted })
    const link = await addLink(acting(deps, c), account, newLinkOf(wanted.data))
    return c.redirect(`${ownPath}/${link.id}`, 303)
  })

  app.get('/:link', async (c) => showLink(c, await linkOf(c)))

  app.post('/:link', may('create_payments'), async (c) => {
    const link = await linkOf(c)
    const account = await readAccount(deps, link.accountId)
    const typed = await readTyped(c)
    const refuse = (problem: string) => showLink(c, link, { typed, problem })
    const words = linkChangeTyped(typed, link, account)
    const wanted = await checked(linkChangeSchema, words, ({ success_url: url }) =>
      refuseForeignReturn(account, url ?? undefined, 'success_url'),
    )
    if (wanted.problem !== undefined) return refuse(wanted.problem)
    const changed = await changeLink(acting(deps, c), link.id, linkChangeOf(wanted.data))
    if (changed.kind === 'stock-too-small') {
      return refuse(`"stock": ${changed.least} are paid or held already`)
    }
    if (changed.kind === 'ends-before-start') return refuse('"ends_at": must be after starts_at')
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
