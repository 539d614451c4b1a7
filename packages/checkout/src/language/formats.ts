const formats = new Map<string, unknown>()

/**
 * Cached: a format costs a fifth of a millisecond or more and memory outside the heap, and a page with two hundred
 * times would make each of them again. There are only as many as zones, languages and kinds.
 */
function kept<Format>(make: () => Format, ...of: readonly [string, string, object]): Format {
  const key = JSON.stringify(of)
  const format = formats.get(key) ?? make()
  formats.set(key, format)
  return format as Format
}

export function dateTimeFormat(
  of: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  return kept(() => new Intl.DateTimeFormat(of, options), 'time', of, options)
}

export function numberFormat(of: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(() => new Intl.NumberFormat(of, options), 'number', of, options)
}

export function relativeTimeFormat(
  of: string,
  options: Intl.RelativeTimeFormatOptions,
): Intl.RelativeTimeFormat {
  return kept(() => new Intl.RelativeTimeFormat(of, options), 'age', of, options)
}
