import type { Language } from '../../language/language.ts'
import type { Answer, FactsTexts } from '../../payments/facts.ts'
import { sayMoney } from '../../payments/review-message.ts'
import { inLanguage } from '../recorded/in-language.ts'
import { dashboardTexts } from '../shell/texts.ts'

/** What Tael has found, in both Chinese scripts; the API has it in English. */
export const factsTexts: Readonly<Record<Exclude<Language, 'en'>, FactsTexts>> = {
  'zh-Hans': {
    findings: {
      money_differs: ({ ours, theirs }) => `本站 ${sayMoney(ours)}，QFPay ${sayMoney(theirs)}`,
      unreadable_row: ({ ours }) => `本站 ${sayMoney(ours)}，QFPay 的记录无法读取`,
      paid_and_canceled: ({ cancel }) => `在 QFPay 已付款，之后${markOf(cancel, 'zh-Hans')}`,
      unexplained_mark: ({ cancel, charged, refunded }) =>
        `QFPay 显示${markOf(cancel, 'zh-Hans')}；收款 ${sayMoney(charged)}，Tael 只知道已退或正在退 ${sayMoney(refunded)}`,
      paid_at_gateway: ({ status }) => `QFPay 已付款，本站${attempt(status, 'zh-Hans')}`,
      refunded_at_gateway: ({ status }) => `QFPay 已退款，本站${refund(status, 'zh-Hans')}`,
      paid_here: ({ answer }) => `本站已付款，QFPay ${answerIn(answer, 'zh-Hans')}`,
      refunded_here: ({ answer }) => `本站已退款，QFPay ${answerIn(answer, 'zh-Hans')}`,
      paid_twice: ({ syssns: [one, other] }) => `在 QFPay 付了两次款：${one} 和 ${other}`,
      refunded_twice: ({ syssns: [one, other] }) => `在 QFPay 退了两次款：${one} 和 ${other}`,
      second_order_paid: () => '这笔付款的另一张订单也在 QFPay 付了款',
      refunded_elsewhere: ({ refunded, syssn, attempt: id }) =>
        `${sayMoney(refunded)} 已在 QFPay 退款（${syssn}，来自 ${id}），不是由 Tael 退款`,
      unknown_number: ({ order_type }) => `一笔${typeOf(order_type)}，其单号不是 Tael 生成的`,
      recorded: () => '现已入账',
      recorded_and_refunded: () => '现已入账，Tael 会退还这笔款项',
    },
    withAnswer: (said, answer) =>
      answer.kind === 'unanswered'
        ? `${said}；按单号查询，QFPay 没有答复：${inLanguage(answer.error ?? '', 'zh-Hans')}`
        : `${said}；按单号查询，QFPay 的答复：${answerIn(answer, 'zh-Hans')}`,
  },
  'zh-Hant': {
    findings: {
      money_differs: ({ ours, theirs }) => `本站 ${sayMoney(ours)}，QFPay ${sayMoney(theirs)}`,
      unreadable_row: ({ ours }) => `本站 ${sayMoney(ours)}，QFPay 的紀錄無法讀取`,
      paid_and_canceled: ({ cancel }) => `在 QFPay 已付款，之後${markOf(cancel, 'zh-Hant')}`,
      unexplained_mark: ({ cancel, charged, refunded }) =>
        `QFPay 顯示${markOf(cancel, 'zh-Hant')}；收款 ${sayMoney(charged)}，Tael 只知道已退或正在退 ${sayMoney(refunded)}`,
      paid_at_gateway: ({ status }) => `QFPay 已付款，本站${attempt(status, 'zh-Hant')}`,
      refunded_at_gateway: ({ status }) => `QFPay 已退款，本站${refund(status, 'zh-Hant')}`,
      paid_here: ({ answer }) => `本站已付款，QFPay ${answerIn(answer, 'zh-Hant')}`,
      refunded_here: ({ answer }) => `本站已退款，QFPay ${answerIn(answer, 'zh-Hant')}`,
      paid_twice: ({ syssns: [one, other] }) => `在 QFPay 付了兩次款：${one} 和 ${other}`,
      refunded_twice: ({ syssns: [one, other] }) => `在 QFPay 退了兩次款：${one} 和 ${other}`,
      second_order_paid: () => '這筆付款的另一張訂單也在 QFPay 付了款',
      refunded_elsewhere: ({ refunded, syssn, attempt: id }) =>
        `${sayMoney(refunded)} 已在 QFPay 退款（${syssn}，來自 ${id}），不是由 Tael 退款`,
      unknown_number: ({ order_type }) => `一筆${typeOf(order_type)}，其單號並非由 Tael 產生`,
      recorded: () => '現已入帳',
      recorded_and_refunded: () => '現已入帳，Tael 會退還這筆款項',
    },
    withAnswer: (said, answer) =>
      answer.kind === 'unanswered'
        ? `${said}；按單號查詢，QFPay 沒有回應：${inLanguage(answer.error ?? '', 'zh-Hant')}`
        : `${said}；按單號查詢，QFPay 的回應：${answerIn(answer, 'zh-Hant')}`,
  },
}

type Chinese = keyof typeof factsTexts

function attempt(status: string, language: Chinese): string {
  const words: Readonly<Record<string, string>> = dashboardTexts[language].attemptStatus
  return words[status] ?? ` ${status}`
}

function refund(status: string, language: Chinese): string {
  const words: Readonly<Record<string, string>> = dashboardTexts[language].refundStatus
  return words[status] ?? ` ${status}`
}

function typeOf(orderType: string): string {
  return { payment: '付款', refund: '退款' }[orderType] ?? ` ${orderType} `
}

function markOf(cancel: string, language: Chinese): string {
  const unknown = { 'zh-Hans': `标记为 cancel ${cancel}`, 'zh-Hant': `標記為 cancel ${cancel}` }
  return (MARKS[cancel] ?? unknown)[language]
}

const MARKS: Readonly<Record<string, Readonly<Record<Chinese, string>>>> = {
  '1': { 'zh-Hans': '已冲正', 'zh-Hant': '已沖正' },
  '2': { 'zh-Hans': '已取消', 'zh-Hant': '已取消' },
  '3': { 'zh-Hans': '已退款', 'zh-Hant': '已退款' },
  '5': { 'zh-Hans': '已部分退款', 'zh-Hant': '已部分退款' },
}

/** What QFPay says of an order. */
export function answerIn({ kind, respcd = '' }: Answer, language: Chinese): string {
  return ANSWERS[language][kind].replace('{respcd}', respcd)
}

const ANSWERS: Readonly<Record<Chinese, Readonly<Record<Answer['kind'], string>>>> = {
  'zh-Hans': {
    agrees: '与本站相同',
    missing: '查无此单',
    unpaid: '未付款',
    unreadable: '无法读取',
    rejected: '已拒绝（{respcd}）',
    unanswered: '没有答复',
  },
  'zh-Hant': {
    agrees: '與本站相同',
    missing: '查無此單',
    unpaid: '未付款',
    unreadable: '無法讀取',
    rejected: '已拒絕（{respcd}）',
    unanswered: '沒有回應',
  },
}
