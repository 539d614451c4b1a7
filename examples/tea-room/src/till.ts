import type { Payment, Refund, Texts } from '@tael-examples/common'

type Line = {
  readonly dish: Texts
  readonly count: number
  /** Integer, in cents, for all of them. */
  readonly amount: number
}

/** What the waiter wrote for a guest. */
export type Bill = {
  readonly id: string
  /** The guest, as WeChat identifies them to our Official Account. */
  readonly openid: string
  readonly table: number
  readonly lines: readonly Line[]
  /** Integers, in cents. */
  readonly service: number
  readonly total: number
  /** How many payments it has had: a bill is still open when a payment has lapsed. */
  tries: number
  paymentId?: string
  /** Tael's last answer about it. */
  payment?: Payment
  refunds?: readonly Refund[]
}

/** The till that a restaurant has already. */
export type Till = {
  readonly billsOf: (openid: string) => readonly Bill[]
  readonly find: (id: string) => Bill | undefined
}

const SUPPER: readonly Line[] = [
  {
    dish: { en: 'Dragon Well, a pot', 'zh-Hans': '龙井一壶', 'zh-Hant': '龍井一壺' },
    count: 1,
    amount: 6800,
  },
  {
    dish: { en: 'Shrimp dumplings', 'zh-Hans': '虾饺', 'zh-Hant': '蝦餃' },
    count: 2,
    amount: 11_600,
  },
  {
    dish: { en: 'Turnip cake, pan-fried', 'zh-Hans': '煎萝卜糕', 'zh-Hant': '香煎蘿蔔糕' },
    count: 1,
    amount: 4200,
  },
  {
    dish: { en: 'Egg tarts', 'zh-Hans': '蛋挞', 'zh-Hant': '蛋撻' },
    count: 3,
    amount: 5400,
  },
]

/** The till of a demo: every guest whom it meets has just had supper at table 7. It forgets when it ends. */
export function openDemoTill(randomBytes: (size: number) => Uint8Array): Till {
  const bills = new Map<string, Bill>()
  const newId = (): string => `TR-${Buffer.from(randomBytes(5)).toString('hex').toUpperCase()}`
  return {
    find: (id) => bills.get(id),
    billsOf(openid) {
      const own = [...bills.values()].filter((bill) => bill.openid === openid)
      if (own.length > 0) return own
      const bill = writeBill({ id: newId(), openid, table: 7, lines: SUPPER })
      bills.set(bill.id, bill)
      return [bill]
    },
  }
}

/** Adds the tenth for service, and sums up. */
function writeBill(supper: Pick<Bill, 'id' | 'openid' | 'table' | 'lines'>): Bill {
  const dishes = supper.lines.reduce((sum, { amount }) => sum + amount, 0)
  const service = Math.round(dishes / 10)
  return { ...supper, service, total: dishes + service, tries: 1 }
}
