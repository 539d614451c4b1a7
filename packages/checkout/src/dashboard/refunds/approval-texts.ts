import type { Language } from '../../language/language.ts'
import type { EndApproval } from '../../refunds/end-approval.ts'

type ApprovalTexts = {
  /** Of the chip, the mark in the list and the heading. */
  readonly waits: string
  readonly count: (count: number) => string
  readonly asked: (by: string, at: string) => string
  readonly until: (time: string) => string
  readonly own: string
  readonly noPerson: string
  readonly approve: (amount: string) => string
  readonly decline: string
  readonly takeBack: string
  readonly why: string
  readonly whyHint: string
  readonly sure: string
  readonly ended: Readonly<Record<EndApproval, string>>
  /** On the page that checks a refund before it is asked for. */
  readonly notice: (threshold: string) => string
  readonly ask: (amount: string) => string
  readonly waiting: string
}

/** What an operator reads about refunds that need a second person. */
export const approvalTexts: Readonly<Record<Language, ApprovalTexts>> = {
  en: {
    waits: 'Waits for a second person',
    count: (count) =>
      count === 1
        ? '1 refund waits for a second person'
        : `${count} refunds wait for a second person`,
    asked: (by, at) => `Asked for by ${by}, ${at}.`,
    until: (time) => `If nobody approves it by ${time}, it fails and its amount is free again.`,
    own: 'You asked for it, so another person has to approve it.',
    noPerson: 'Only an operator who is signed in by name can approve it.',
    approve: (amount) => `Approve and refund ${amount}`,
    decline: 'Decline…',
    takeBack: 'Take it back…',
    why: 'Why?',
    whyHint: 'Optional; the merchant reads it. No personal data.',
    sure: 'Do not refund it',
    ended: {
      approved: 'The refund is approved. Tael sends it and follows it until it ends.',
      declined: 'The refund is declined. Nothing was sent, and its amount is free again.',
      over: 'Nothing was changed: somebody has decided already, or the time has passed.',
      'not-a-person':
        'Nothing was changed: only an operator who is signed in by name can approve it.',
      'same-person': 'Nothing was changed: you asked for it, so another person has to approve it.',
    },
    notice: (threshold) =>
      `Refunds of one payment that exceed ${threshold} together need a second person. Tael reserves the amount and sends nothing before another operator approves it.`,
    ask: (amount) => `Ask for a refund of ${amount}`,
    waiting: 'The refund waits for a second person. Nothing is sent before they approve it.',
  },
  'zh-Hans': {
    waits: '等待另一人审批',
    count: (count) => `${count} 笔退款等待另一人审批`,
    asked: (by, at) => `${by} 于 ${at} 申请。`,
    until: (time) => `若 ${time} 之前无人批准，退款将失败，金额重新可用。`,
    own: '这笔退款由您申请，须由另一人批准。',
    noPerson: '只有以本人姓名登录的操作员可以批准。',
    approve: (amount) => `批准并退款 ${amount}`,
    decline: '拒绝…',
    takeBack: '撤回…',
    why: '原因',
    whyHint: '选填，商户可以看到。请勿填写个人信息。',
    sure: '不退款',
    ended: {
      approved: '退款已批准。Tael 会提交，并跟进到有结果为止。',
      declined: '退款已拒绝。没有提交任何请求，金额重新可用。',
      over: '没有任何改动：已有人处理，或已过期。',
      'not-a-person': '没有任何改动：只有以本人姓名登录的操作员可以批准。',
      'same-person': '没有任何改动：这笔退款由您申请，须由另一人批准。',
    },
    notice: (threshold) =>
      `同一笔付款的退款合计超过 ${threshold} 时须由另一人批准。Tael 先预留金额，批准前不会提交。`,
    ask: (amount) => `申请退款 ${amount}`,
    waiting: '退款等待另一人审批，批准前不会提交。',
  },
  'zh-Hant': {
    waits: '等待另一人審批',
    count: (count) => `${count} 筆退款等待另一人審批`,
    asked: (by, at) => `${by} 於 ${at} 申請。`,
    until: (time) => `若 ${time} 之前無人批准，退款將失敗，金額重新可用。`,
    own: '這筆退款由您申請，須由另一人批准。',
    noPerson: '只有以本人姓名登入的操作員可以批准。',
    approve: (amount) => `批准並退款 ${amount}`,
    decline: '拒絕…',
    takeBack: '撤回…',
    why: '原因',
    whyHint: '選填，商戶可以看到。請勿填寫個人資料。',
    sure: '不退款',
    ended: {
      approved: '退款已批准。Tael 會提交，並跟進到有結果為止。',
      declined: '退款已拒絕。沒有提交任何請求，金額重新可用。',
      over: '沒有任何改動：已有人處理，或已過期。',
      'not-a-person': '沒有任何改動：只有以本人姓名登入的操作員可以批准。',
      'same-person': '沒有任何改動：這筆退款由您申請，須由另一人批准。',
    },
    notice: (threshold) =>
      `同一筆付款的退款合計超過 ${threshold} 時須由另一人批准。Tael 先預留金額，批准前不會提交。`,
    ask: (amount) => `申請退款 ${amount}`,
    waiting: '退款等待另一人審批，批准前不會提交。',
  },
}
