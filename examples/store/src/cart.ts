import { findProduct, type Product } from './catalogue.ts'

/** One product and how many of it. */
export type Line = { readonly product: Product; readonly quantity: number }

/** In the order in which the products were put in; at most one line for each. */
export type Cart = readonly Line[]

export const MAX_OF_ONE = 9

/** Reads the cart's cookie, `dragon-well.2~gaiwan.1`. What it does not know it leaves out. */
export function readCart(cookie: string | undefined): Cart {
  let cart: Cart = []
  for (const entry of (cookie ?? '').split('~')) {
    const [id = '', quantity = ''] = entry.split('.')
    const product = findProduct(id)
    if (product !== undefined && isQuantity(quantity)) {
      cart = withQuantity(cart, product, Number(quantity))
    }
  }
  return cart
}

export function writeCart(cart: Cart): string {
  return cart.map(({ product, quantity }) => `${product.id}.${quantity}`).join('~')
}

/** The cart with that many of a product; none takes it out. */
export function withQuantity(cart: Cart, product: Product, quantity: number): Cart {
  const line = { product, quantity: Math.min(quantity, MAX_OF_ONE) }
  const isIn = cart.some((each) => each.product === product)
  const changed = isIn
    ? cart.map((each) => (each.product === product ? line : each))
    : [...cart, line]
  return changed.filter((each) => each.quantity > 0)
}

export function quantityOf(cart: Cart, product: Product): number {
  return cart.find((line) => line.product === product)?.quantity ?? 0
}

export function countOf(cart: Cart): number {
  return cart.reduce((count, { quantity }) => count + quantity, 0)
}

/** Integer, in cents. */
export function totalOf(cart: Cart): number {
  return cart.reduce((total, { product, quantity }) => total + product.price * quantity, 0)
}

/** Whether a form or cookie names a quantity that this shop sells in one order. */
export function isQuantity(text: unknown): text is string {
  return typeof text === 'string' && /^\d$/.test(text)
}
