import {
  CheckoutError,
  isFromOtherSite,
  letFormsLeave,
  paymentState,
  readLanguage,
  readPayment,
  referenceTold,
  serveAssets,
  siteHeaders,
  type Tael,
  WEBHOOKS_PATH,
} from '@tael-examples/common'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ASSETS } from './assets.ts'
import { isQuantity, totalOf, withQuantity, writeCart } from './cart.ts'
import { findProduct } from './catalogue.ts'
import { cartOf, keepCart, keepOrderId, orderIdsOf } from './cookies.ts'
import { createOrderBook, isOrderId, newOrderId, type Order } from './order.ts'
import { cartPage } from './pages/cart-page.ts'
import type { Html, Visit } from './pages/document.ts'
import { orderPage } from './pages/order-page.ts'
import { ordersPage } from './pages/orders-page.ts'
import { type Problem, problemPage } from './pages/problem-page.ts'
import { productPage } from './pages/product-page.ts'
import { shelfPage } from './pages/shelf-page.ts'
import { createPayment } from './take-payment.ts'

export type StoreOptions = Tael & {
  /** Signs what Tael tells this shop; `askForWebhooks` brings it. */
  readonly webhookSecret: string
  readonly randomBytes: (size: number) => Uint8Array
  /** Told the reason whenever a customer was shown that something went wrong. */
  readonly report?: (error: Error) => void
}

export type Store = { readonly fetch: (request: Request) => Promise<Response> }

const STATUS = {
  'not-found': 404,
  'bad-request': 400,
  unreachable: 503,
  refused: 502,
  fault: 500,
} as const satisfies Record<Problem, number>

/** The shop. It knows the checkout by its HTTP API alone, and keeps its orders in memory. */
export function createStore(options: StoreOptions): Store {
  const orders = createOrderBook()
  const app = new Hono()
  app.use(siteHeaders())
  app.use((c, next) => (isFromOtherSite(c) ? problem(c, 'bad-request') : next()))

  // Before what limits forms: a webhook brings a whole payment.
  app.post(WEBHOOKS_PATH, bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    const { headers } = c.req.raw
    const told = referenceTold(options.webhookSecret, { body: await c.req.text(), headers })
    if (told === undefined) return c.body(null, 400)
    const order = orders.find(told.reference ?? '')
    // Also for payments of other shops, or Tael would retry for days.
    if (order === undefined) return c.body(null, 204)
    // It may come twice, or late: how the order stands now is asked, so neither does harm.
    return learn(order).then(
      () => c.body(null, 204),
      () => c.body(null, 503),
    )
  })

  app.use(bodyLimit({ maxSize: 4096, onError: (c) => problem(c, 'bad-request') }))

  serveAssets(app, Object.values(ASSETS))

  app.get('/', (c) => page(c, shelfPage(visit(c))))

  app.get('/products/:product', (c) => {
    const product = findProduct(c.req.param('product'))
    return product ? page(c, productPage(visit(c), product)) : problem(c, 'not-found')
  })

  app.get('/cart', (c) => {
    letFormsLeave(c)
    return page(c, cartPage(visit(c), newOrderId(options.randomBytes)))
  })

  app.post('/cart', async (c) => {
    const { product: id, quantity } = await readForm(c)
    const product = typeof id === 'string' ? findProduct(id) : undefined
    if (product === undefined || !isQuantity(quantity)) return problem(c, 'bad-request')
    keepCart(options, c, withQuantity(visit(c).cart, product, Number(quantity)))
    return c.redirect('/cart', 303)
  })

  app.post('/orders', async (c) => {
    const { order: id } = await readForm(c)
    if (!isOrderId(id)) return problem(c, 'bad-request')
    // A second tap on the button sends the same form, and must not make a second order.
    const known = orders.find(id)
    if (known !== undefined) return sendToPay(c, known)
    const { cart } = visit(c)
    if (cart.length === 0) return c.redirect('/cart', 303)
    const order: Order = { id, lines: cart, total: totalOf(cart) }
    orders.add(order)
    keepOrderId(options, c, id)
    // The basket stays until the order is paid: a customer who cancels finds it unchanged.
    return sendToPay(c, order)
  })

  app.get('/orders', async (c) => {
    const own = orderIdsOf(c).flatMap((id) => orders.find(id) ?? [])
    // The list shows what is known; an order's own page says why nothing can be learned.
    await Promise.all(own.map((order) => learn(order).catch(() => undefined)))
    return page(c, ordersPage(visit(c), own))
  })

  app.get('/orders/:order', (c) =>
    withOrder(c, async (order) => {
      letFormsLeave(c)
      await learn(order)
      const { cart } = visit(c)
      const isBought =
        order.payment?.status === 'succeeded' && writeCart(cart) === writeCart(order.lines)
      if (isBought) keepCart(options, c, [])
      return page(c, orderPage({ ...visit(c), cart: isBought ? [] : cart }, order))
    }),
  )

  app.get('/orders/:order/state', (c) =>
    withOrder(c, async (order) => {
      await learn(order)
      return c.json({ state: paymentState(order) })
    }),
  )

  app.post('/orders/:order/pay', (c) => withOrder(c, (order) => sendToPay(c, order)))

  app.post('/orders/:order/again', (c) =>
    withOrder(c, (order) => {
      keepCart(options, c, order.lines)
      return c.redirect('/cart', 303)
    }),
  )

  app.notFound((c) => problem(c, 'not-found'))
  app.onError((error, c) => {
    options.report?.(error)
    return problem(c, 'fault')
  })

  /** Anybody with an order's number may see it: the customer may come back in another browser. */
  async function withOrder(
    c: Context,
    answer: (order: Order) => Response | Promise<Response>,
  ): Promise<Response> {
    const order = orders.find(c.req.param('order') ?? '')
    return order === undefined ? problem(c, 'not-found') : orProblem(c, order, answer)
  }

  /** The order is in the book before Tael is asked, so a lost answer loses nothing. */
  function sendToPay(c: Context, order: Order): Promise<Response> {
    return orProblem(c, order, async () => {
      const payment = await createPayment(options, order)
      order.paymentId = payment.id
      return c.redirect(payment.url, 303)
    })
  }

  /** Asks Tael how an order stands; an order that Tael does not know of stays as it is. */
  async function learn(order: Order): Promise<void> {
    if (order.paymentId === undefined) return
    Object.assign(order, await readPayment(options, order.paymentId))
  }

  async function orProblem(
    c: Context,
    order: Order,
    answer: (order: Order) => Response | Promise<Response>,
  ): Promise<Response> {
    try {
      return await answer(order)
    } catch (error) {
      if (!(error instanceof CheckoutError)) throw error
      options.report?.(error)
      return problem(c, error.kind, `/orders/${order.id}`)
    }
  }

  return { fetch: async (request) => app.fetch(request) }
}

/** The shop's own forms; anything else holds nothing that it wants. */
async function readForm(c: Context): Promise<Readonly<Record<string, unknown>>> {
  const type = c.req.header('content-type') ?? ''
  return type.startsWith('application/x-www-form-urlencoded') ? c.req.parseBody() : {}
}

function visit(c: Context): Visit {
  return { language: readLanguage(c.req.raw.headers), cart: cartOf(c) }
}

async function page(
  c: Context,
  contents: Html,
  status: 200 | (typeof STATUS)[Problem] = 200,
): Promise<Response> {
  return c.html(await contents, status)
}

function problem(c: Context, kind: Problem, retryPath?: string): Promise<Response> {
  return page(c, problemPage(visit(c), kind, retryPath), STATUS[kind])
}
