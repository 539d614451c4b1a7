/** A place, until its holder leaves it; or whether there is none left at all, or none for this key. */
export type Place =
  | { readonly kind: 'taken'; readonly leave: () => void }
  | { readonly kind: 'full'; readonly of: 'all' | 'key' }

/** For those who wait in this process: so many in all, and so many under one key. */
export function createPlaces({
  most,
  mostOfKey,
}: {
  readonly most: number
  readonly mostOfKey: number
}): (key: string | number) => Place {
  const taken = new Map<string | number, number>()
  let inAll = 0
  return (key) => {
    const others = taken.get(key) ?? 0
    if (inAll >= most) return { kind: 'full', of: 'all' }
    if (others >= mostOfKey) return { kind: 'full', of: 'key' }
    taken.set(key, others + 1)
    inAll += 1
    return {
      kind: 'taken',
      leave() {
        inAll -= 1
        const left = (taken.get(key) ?? 1) - 1
        if (left === 0) taken.delete(key)
        else taken.set(key, left)
      },
    }
  }
}
