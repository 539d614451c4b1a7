import type { Language } from '../../language/language.ts'

/** Why the last try to close it changed nothing. */
export type ReviewProblem = 'incomplete' | 'changed'

type ReviewTexts = Readonly<Record<ReviewProblem, string>> & {
  readonly title: string
  readonly text: string
  readonly note: string
  readonly hint: string
  readonly sure: string
  readonly submit: string
}

/** What an operator reads who closes a review. */
export const reviewTexts: Readonly<Record<Language, ReviewTexts>> = {
  en: {
    title: 'Mark as reviewed',
    text: 'The payment then continues in its status: it can be paid, expire or be canceled. It succeeds only when an enquiry proves it, and the same contradiction found again opens a review again.',
    note: 'What did you find, and what was done?',
    hint: 'Kept on the timeline; the merchant reads it. No names, no personal data.',
    sure: "I have compared this payment with QFPay's portal.",
    submit: 'Close the review',
    incomplete: 'Nothing was changed: say what you found, and confirm that you have looked.',
    changed: 'Nothing was changed: by now there is something else to look at. Read it first.',
  },
  'zh-Hans': {
    title: '完成人工核对',
    text: '付款将按现状继续：可以支付、过期或取消。只有查询确认后才会成功；若再次发现同样的矛盾，会再次需要人工核对。',
    note: '您发现了什么，做了什么处理？',
    hint: '会保留在时间线上，商户可以看到。请勿填写姓名或个人信息。',
    sure: '我已在 QFPay 后台核对这笔付款。',
    submit: '完成核对',
    incomplete: '没有任何改动：请写明您的发现，并确认已核对。',
    changed: '没有任何改动：需要核对的内容已经不同，请先阅读。',
  },
  'zh-Hant': {
    title: '完成人工核對',
    text: '付款將按現狀繼續：可以支付、過期或取消。只有查詢確認後才會成功；若再次發現同樣的矛盾，會再次需要人工核對。',
    note: '您發現了甚麼，做了甚麼處理？',
    hint: '會保留在時間軸上，商戶可以看到。請勿填寫姓名或個人資料。',
    sure: '我已在 QFPay 後台核對這筆付款。',
    submit: '完成核對',
    incomplete: '沒有任何改動：請寫明您的發現，並確認已核對。',
    changed: '沒有任何改動：需要核對的內容已經不同，請先閱讀。',
  },
}
