import type { Language } from '../../language/language.ts'

/** Whether Tael keeps the money: of the payer who paid, and no other's. */
export type ChargeKind = 'kept' | 'unkept'

export type RefundTexts = {
  readonly title: string
  readonly left: (amount: string) => string
  readonly under: (amount: string) => string
  /** Where a payment has been charged more than once: which charge this is. */
  readonly charge: Readonly<Record<ChargeKind, string>>
  readonly another: (amount: string) => string
  readonly all: (amount: string) => string
  readonly part: string
  readonly amount: string
  readonly reason: string
  readonly reasonHint: string
  readonly next: string
  readonly back: string
  readonly check: string
  readonly expect: string
  readonly smooth: string
  readonly night: (until: string) => string
  readonly tooOld: string
  readonly lowTakings: (takings: string) => string
  readonly partial: string
  readonly waits: (before: number) => string
  readonly fees: string
  readonly send: (amount: string) => string
  readonly wrongAmount: (such: string) => string
  readonly problem: Readonly<
    Record<'exceeds' | 'not-charged' | 'in-review' | 'taken' | 'unrepresentable', string>
  >
}

/** What an operator reads on the two pages of a refund. */
export const refundTexts: Readonly<Record<Language, RefundTexts>> = {
  en: {
    title: 'Refund',
    left: (amount) => `${amount} can be refunded.`,
    under: (amount) => `${amount} is refunded or on its way.`,
    charge: {
      kept: 'The money of the payer who has paid.',
      unkept: 'Money that is not for this payment: it came second, or too late.',
    },
    another: (amount) => `Refund the other charge instead (${amount} left)`,
    all: (amount) => `All of it, ${amount}`,
    part: 'A part of it',
    amount: 'Amount',
    reason: 'Reason',
    reasonHint: 'Optional; the merchant reads it. No personal data.',
    next: 'Continue',
    back: 'Back',
    check: 'Check the refund',
    expect: 'What QFPay will probably say',
    smooth: 'Tael knows of no reason for QFPay to refuse it.',
    night: (until) => `QFPay does no refunds between 23:30 and 00:30. Tael retries on ${until}.`,
    tooOld: 'WeChat refunds for 365 days only. QFPay will refuse it.',
    lowTakings: (takings) =>
      `QFPay takes refunds from the takings that it has not settled. Tael knows of ${takings} today, which is less. QFPay may postpone it; Tael then retries about once a day.`,
    partial:
      'Some currencies and promotions allow full refunds only. QFPay then refuses a part, and the amount is free again.',
    waits: (before) =>
      before === 1
        ? 'QFPay does one refund of an order at a time: it waits for an earlier one.'
        : `QFPay does one refund of an order at a time: it waits for ${before} earlier ones.`,
    fees: 'QFPay does not report whether it returns its fee; your agreement says that.',
    send: (amount) => `Refund ${amount}`,
    wrongAmount: (such) =>
      `Enter an amount above zero and at most what is left, in digits such as ${such}.`,
    problem: {
      exceeds: 'Nothing was changed: less is left by now.',
      'not-charged': 'Nothing was charged that could be refunded.',
      'in-review': 'A person has to look at the payment first: close its review.',
      taken: 'Nothing was changed: this form has already made another refund.',
      unrepresentable:
        "Nothing was changed: QFPay's unit of this currency cannot express the amount.",
    },
  },
  'zh-Hans': {
    title: '退款',
    left: (amount) => `可退 ${amount}。`,
    under: (amount) => `${amount} 已退或正在退。`,
    charge: {
      kept: '已完成付款的付款人的款项。',
      unkept: '不属于这笔付款的款项：另一笔已先付，或到账太迟。',
    },
    another: (amount) => `改为退另一笔款项（可退 ${amount}）`,
    all: (amount) => `全部退款，${amount}`,
    part: '部分退款',
    amount: '金额',
    reason: '原因',
    reasonHint: '选填，商户可以看到。请勿填写个人信息。',
    next: '继续',
    back: '返回',
    check: '核对退款',
    expect: 'QFPay 可能的答复',
    smooth: '没有已知的障碍。',
    night: (until) => `QFPay 在 23:30 至 00:30 不办理退款，Tael 将于 ${until} 再提交。`,
    tooOld: '微信只在 365 天内可退款，QFPay 会拒绝。',
    lowTakings: (takings) =>
      `QFPay 从未结算的收款中退款。Tael 所知今天的收款为 ${takings}，少于退款金额。QFPay 可能暂缓，Tael 之后约每天再提交一次。`,
    partial: '某些币种和优惠只能全额退款；若 QFPay 拒绝部分退款，金额会重新可用。',
    waits: (before) => `QFPay 对同一订单一次只办理一笔退款：前面还有 ${before} 笔。`,
    fees: 'QFPay 不报告是否退还手续费，请以您的协议为准。',
    send: (amount) => `退款 ${amount}`,
    wrongAmount: (such) => `请用数字输入大于零且不超过可退金额的金额，例如 ${such}。`,
    problem: {
      exceeds: '没有任何改动：可退金额已经减少。',
      'not-charged': '没有可退的收款。',
      'in-review': '这笔付款需要先完成人工核对。',
      taken: '没有任何改动：此表单已经提交过另一笔退款。',
      unrepresentable: '没有任何改动：QFPay 的单位无法表示这个金额。',
    },
  },
  'zh-Hant': {
    title: '退款',
    left: (amount) => `可退 ${amount}。`,
    under: (amount) => `${amount} 已退或正在退。`,
    charge: {
      kept: '已完成付款的付款人的款項。',
      unkept: '不屬於這筆付款的款項：另一筆已先付，或到帳太遲。',
    },
    another: (amount) => `改為退另一筆款項（可退 ${amount}）`,
    all: (amount) => `全部退款，${amount}`,
    part: '部分退款',
    amount: '金額',
    reason: '原因',
    reasonHint: '選填，商戶可以看到。請勿填寫個人資料。',
    next: '繼續',
    back: '返回',
    check: '核對退款',
    expect: 'QFPay 可能的回應',
    smooth: '沒有已知的障礙。',
    night: (until) => `QFPay 在 23:30 至 00:30 不辦理退款，Tael 將於 ${until} 再提交。`,
    tooOld: '微信只在 365 天內可退款，QFPay 會拒絕。',
    lowTakings: (takings) =>
      `QFPay 從未結算的收款中退款。Tael 所知今天的收款為 ${takings}，少於退款金額。QFPay 可能暫緩，Tael 之後約每天再提交一次。`,
    partial: '某些貨幣和優惠只能全額退款；若 QFPay 拒絕部分退款，金額會重新可用。',
    waits: (before) => `QFPay 對同一訂單一次只辦理一筆退款：前面還有 ${before} 筆。`,
    fees: 'QFPay 不報告是否退還手續費，請以您的協議為準。',
    send: (amount) => `退款 ${amount}`,
    wrongAmount: (such) => `請以數字輸入大於零且不超過可退金額的金額，例如 ${such}。`,
    problem: {
      exceeds: '沒有任何改動：可退金額已經減少。',
      'not-charged': '沒有可退的收款。',
      'in-review': '這筆付款需要先完成人工核對。',
      taken: '沒有任何改動：此表單已經提交過另一筆退款。',
      unrepresentable: '沒有任何改動：QFPay 的單位無法表示這個金額。',
    },
  },
}
