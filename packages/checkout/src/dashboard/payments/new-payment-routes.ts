import { Hono, type Context } from 'hono'
import { readAccountById, readAccounts } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { accountDisabled, findRefusal } from '../../http/account-guards.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { addPayment } from '../../payments/add-payment.ts'
import { newPaymentSchema } from '../../payments/payment-resource.ts'
import type { TypedForm } from '../forms/form.ts'
import { checked, readTyped } from '../forms/read-typed.ts'
import { amountTyped, given, type Typed } from '../forms/typed.ts'
import { zoneOf, type Shell } from '../shell/shell.ts'
import { newPaymentPage } from './new-payment-page.ts'

/** A payment that an operator creates, such as for a payer who telephones. */
export function dashboardNewPaymentRoutes(deps: Deps, { home, frame, page }: Shell): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()

  const show = async (c: Context<ApiEnv>, form: TypedForm): Promise<Response> => {
    const open = (await readAccounts(deps)).filter(({ disabledAt }) => disabledAt === undefined)
    const status = form.problem === undefined ? 200 : 400
    return page(c, newPaymentPage({ ...frame(c, zoneOf(open)), ...form, accounts: open }), status)
  }

  app.get('/new', may('create_payments'), (c) => {
    return show(c, { typed: { currency: 'HKD' } })
  })

  app.post('/', may('create_payments'), async (c) => {
    const typed = await readTyped(c)
    const account = await readAccountById(deps, typed['account'] ?? '')
    if (account === undefined) return show(c, { typed, problem: '"account": choose one' })
    const wanted = await checked(newPaymentSchema, requestOf(typed))
    if (wanted.problem !== undefined) return show(c, { typed, ...wanted })
    const { return_url: returnUrl, expires_in: expiresIn, ...requested } = wanted.data
    const { reference, amount, currency, description, metadata } = requested
    const request = { reference, amount, currency, description, metadata, returnUrl, expiresIn }
    const refusal = findRefusal(account, request)
    if (refusal !== undefined) return show(c, { typed, problem: refusal.message })
    const added = await addPayment(acting(deps, c), account, request)
    if (added.kind === 'disabled') return show(c, { typed, problem: accountDisabled().message })
    if (added.kind === 'reference-taken') {
      return show(c, { typed, problem: '"reference": another payment has it already' })
    }
    // The same form once more is the same payment.
    return c.redirect(`${home}/payments/${added.payment.id}`, 303)
  })

  return app
}

/** The same request as the API takes. */
function requestOf(typed: Typed): object {
  const { amount, currency = '', reference, description, return_url: url } = typed
  return given({
    reference,
    amount: amountTyped(amount, currency),
    currency,
    description,
    return_url: url,
  })
}
