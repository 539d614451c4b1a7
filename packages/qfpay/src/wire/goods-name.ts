const MAX_LENGTH = 20

/**
 * A name that QFPay's channels accept: letters, digits and single spaces, 20 code points at most.
 * Undefined if nothing is left. Source: QFPay, WeChat JSAPI Payment.
 */
export function cleanGoodsName(name = ''): string | undefined {
  const plain = name.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()
  const cut = Array.from(plain).slice(0, MAX_LENGTH).join('').trim()
  return cut === '' ? undefined : cut
}
