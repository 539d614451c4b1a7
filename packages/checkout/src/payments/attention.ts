/**
 * Why a person has to look at a payment. There may be several reasons at once, each on a line of its
 * own, so that one that ends does not take the others with it.
 */
type Attention = string | undefined

export function isCalledFor(attention: Attention, reason: string): boolean {
  return linesOf(attention).includes(lineOf(reason))
}

export function withReason(attention: Attention, reason: string): string {
  return isCalledFor(attention, reason)
    ? (attention ?? '')
    : [...linesOf(attention), lineOf(reason)].join('\n')
}

/** Undefined: nobody has to look any more. */
export function withoutReasons(attention: Attention, reasons: readonly string[]): Attention {
  const over = reasons.map(lineOf)
  return (
    linesOf(attention)
      .filter((line) => !over.includes(line))
      .join('\n') || undefined
  )
}

/** The reasons that name something as what they are about. */
export function reasonsAbout(attention: Attention, id: string): readonly string[] {
  return linesOf(attention).filter((line) => line.startsWith(`${id}:`) || line.startsWith(`${id} `))
}

function linesOf(attention: Attention): readonly string[] {
  return attention?.split('\n') ?? []
}

/** QFPay's words may be part of a reason. */
function lineOf(reason: string): string {
  return reason.replaceAll(/\s+/g, ' ')
}
