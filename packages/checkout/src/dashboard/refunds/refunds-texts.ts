import type { Language } from '../../language/language.ts'
import type { RefundCause } from '../../refunds/refund.ts'

type RefundsTexts = Readonly<Record<Exclude<RefundCause, 'merchant'>, string>> & {
  readonly none: string
  readonly noneFound: string
}

/** What the list of refunds says. */
export const refundsTexts: Readonly<Record<Language, RefundsTexts>> = {
  en: {
    none: 'No refunds yet. Refund a payment on its page.',
    noneFound:
      'No refund matches. Search for any number of a refund or of its payment, or for the beginning of a reference.',
    paid_twice: 'Paid twice',
    paid_late: 'Paid too late',
  },
  'zh-Hans': {
    none: '还没有退款。可在付款页面退款。',
    noneFound: '没有符合条件的退款。可搜索退款或其付款的任意编号，或商户单号的开头。',
    paid_twice: '重复付款',
    paid_late: '逾期付款',
  },
  'zh-Hant': {
    none: '尚未有退款。可在付款頁面退款。',
    noneFound: '沒有符合條件的退款。可搜尋退款或其付款的任何編號，或商戶單號的開頭。',
    paid_twice: '重複付款',
    paid_late: '逾期付款',
  },
}
