import type { Tael } from '@tael-examples/common'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { type Cart, readCart, writeCart } from './cart.ts'
import { isOrderId } from './order.ts'

const MONTH_SECONDS = 30 * 24 * 60 * 60
const MAX_ORDERS = 10

type Shop = Pick<Tael, 'publicUrl'>

/** What is in this browser's basket. */
export function cartOf(c: Context): Cart {
  return readCart(getCookie(c, 'cart'))
}

export function keepCart(shop: Shop, c: Context, cart: Cart): void {
  if (cart.length === 0) deleteCookie(c, 'cart', { path: '/' })
  else setCookie(c, 'cart', writeCart(cart), attributes(shop))
}

/** The ids of the orders made in this browser, newest first. */
export function orderIdsOf(c: Context): readonly string[] {
  return (getCookie(c, 'orders') ?? '').split('~').filter(isOrderId).slice(0, MAX_ORDERS)
}

export function keepOrderId(shop: Shop, c: Context, id: string): void {
  setCookie(c, 'orders', [id, ...orderIdsOf(c)].slice(0, MAX_ORDERS).join('~'), attributes(shop))
}

function attributes(shop: Shop): CookieOptions {
  return {
    path: '/',
    httpOnly: true,
    // Lax, not Strict: WeChat brings the customer back by a link from another site.
    sameSite: 'Lax',
    secure: shop.publicUrl.startsWith('https:'),
    maxAge: MONTH_SECONDS,
  }
}
