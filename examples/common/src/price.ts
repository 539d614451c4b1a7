/** `HK$1,288.00` for 128800. The digits never pass through a float. */
export function formatPrice(cents: number): string {
  const digits = String(cents).padStart(3, '0')
  const dollars = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `HK$${dollars}.${digits.slice(-2)}`
}
