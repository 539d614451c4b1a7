import type { Language } from '../../language/language.ts'
import { FINDINGS, sayFacts, type Facts } from '../../payments/facts.ts'
import type { ReviewCode } from '../../payments/review.ts'
import { factsTexts } from './facts-texts.ts'

/** What was found, in the operator's language; as it was written, if it has no facts that are known here. */
export function sayFound(
  { facts, message }: { readonly facts?: unknown; readonly message: string },
  language: Language,
): string {
  return language === 'en' || !isKnown(facts) ? message : sayFacts(facts, factsTexts[language])
}

/** Another version of Tael may have written others. */
function isKnown(facts: unknown): facts is Facts {
  if (typeof facts !== 'object' || facts === null || !('finding' in facts)) return false
  return FINDINGS.some((finding) => finding === facts.finding)
}

/** What a review is about, for an operator. */
export function reviewTitle(code: ReviewCode, language: Language): string {
  return TITLES[code][language]
}

const TITLES: Readonly<Record<ReviewCode, Readonly<Record<Language, string>>>> = {
  amount_mismatch: {
    en: 'QFPay has another amount or currency than requested',
    'zh-Hans': 'QFPay 的金额或币种与要求的不同',
    'zh-Hant': 'QFPay 的金額或貨幣與要求的不同',
  },
  refunded_at_gateway: {
    en: 'Paid, and refunded or canceled at QFPay before Tael saw it',
    'zh-Hans': '曾经付款，但 Tael 查到之前已在 QFPay 退款或取消',
    'zh-Hant': '曾經付款，但 Tael 查到之前已在 QFPay 退款或取消',
  },
  notified_not_found: {
    en: 'QFPay notified a payment that its enquiries do not show',
    'zh-Hans': 'QFPay 通知已付款，但查询不到这笔付款',
    'zh-Hant': 'QFPay 通知已付款，但查詢不到這筆付款',
  },
  unreadable_row: {
    en: "QFPay's record is unreadable, and may be a paid one",
    'zh-Hans': 'QFPay 的记录无法读取，可能已经付款',
    'zh-Hant': 'QFPay 的紀錄無法讀取，可能已經付款',
  },
  unanswered: {
    en: 'QFPay has not answered for a day whether it was paid',
    'zh-Hans': '一天以来，QFPay 未能答复是否已付款',
    'zh-Hant': '一天以來，QFPay 未能回應是否已付款',
  },
  books_differ: {
    en: "QFPay's books and ours differ",
    'zh-Hans': 'QFPay 的账与本站不一致',
    'zh-Hant': 'QFPay 的帳與本站不一致',
  },
  duplicate_charge: {
    en: 'QFPay has charged the payer twice',
    'zh-Hans': 'QFPay 重复收款',
    'zh-Hant': 'QFPay 重複收款',
  },
  refunded_elsewhere: {
    en: "Refunded in QFPay's portal or by another system, not by Tael",
    'zh-Hans': '在 QFPay 后台或由其他系统退款，不是由 Tael 退款',
    'zh-Hant': '在 QFPay 後台或由其他系統退款，不是由 Tael 退款',
  },
  automatic_refund_failed: {
    en: 'Tael could not refund money that it must not keep: refund this attempt',
    'zh-Hans': '应退回的款项未能退款，请为该次尝试退款',
    'zh-Hant': '應退回的款項未能退款，請為該次嘗試退款',
  },
  refund_overdue: {
    en: 'A refund has had no result at QFPay for a day: ask QFPay about it',
    'zh-Hans': '退款提交一天后，QFPay 仍没有结果，请向 QFPay 询问',
    'zh-Hant': '退款提交一天後，QFPay 仍沒有結果，請向 QFPay 查詢',
  },
  refund_amount_mismatch: {
    en: 'The amount of a refund at QFPay differs from the request',
    'zh-Hans': 'QFPay 的退款金额或币种与要求的不同',
    'zh-Hant': 'QFPay 的退款金額或貨幣與要求的不同',
  },
  refund_done_after_failure: {
    en: 'QFPay did a refund that it had refused, and another refund has its amount',
    'zh-Hans': 'QFPay 执行了曾经拒绝的退款，其金额已由另一笔退款占用',
    'zh-Hant': 'QFPay 執行了曾經拒絕的退款，其金額已由另一筆退款佔用',
  },
  refund_done_twice: {
    en: 'QFPay has refunded the same amount twice',
    'zh-Hans': 'QFPay 重复退款',
    'zh-Hant': 'QFPay 重複退款',
  },
}
