import type { Language } from '../../language/language.ts'
import type { DifferenceEntry, Resolution } from '../../reconciliation/difference-work.ts'
import { sayCount } from './say-count.ts'

type DifferenceTexts = {
  /** The list of those that are left to people. */
  readonly title: string
  readonly open: string
  readonly mine: string
  readonly resolved: string
  readonly none: string
  readonly count: (count: number) => string
  readonly nobody: string
  readonly assignedTo: (name: string) => string
  readonly assign: string
  readonly save: string
  readonly resolve: string
  readonly became: string
  readonly why: string
  readonly resolution: Readonly<Record<Resolution, string>>
  readonly reviewLeft: string
  readonly reopen: string
  readonly found: string
  readonly history: string
  readonly entry: Readonly<Record<DifferenceEntry['kind'], (by: string) => string>>
  readonly toNobody: string
  readonly outcome: Readonly<
    Record<'changed' | 'unchanged' | 'gone' | 'empty' | 'too-long' | 'secret', string>
  >
}

/** What an operator reads about the differences that are left to people. */
export const differenceTexts: Readonly<Record<Language, DifferenceTexts>> = {
  en: {
    title: 'Open differences',
    open: 'Open',
    mine: 'Mine',
    resolved: 'Resolved',
    none: 'No difference to show.',
    count: (count) =>
      count === 1 ? '1 difference to resolve' : `${sayCount(count)} differences to resolve`,
    nobody: 'Nobody yet',
    assignedTo: (name) => `For ${name}`,
    assign: 'Who works on it',
    save: 'Save',
    resolve: 'Resolve',
    became: 'What became of it',
    why: 'What you found (optional)',
    resolution: {
      booked: 'Right as it is, and noted in our books',
      corrected: 'QFPay has corrected it',
      refunded: 'The payer has the money back',
      other_system: 'It belongs to another system of ours',
      no_difference: 'Nothing differs after all',
    },
    reviewLeft:
      'If the payment is in review, close that on its own page: it decides what may happen to the payment.',
    reopen: 'Open again',
    found: 'Found',
    history: 'What was done',
    entry: {
      assigned: (by) => `Assigned by ${by}`,
      noted: (by) => `Note by ${by}`,
      resolved: (by) => `Resolved by ${by}`,
      reopened: (by) => `Opened again by ${by}`,
    },
    toNobody: 'to nobody',
    outcome: {
      changed: 'It is written down.',
      unchanged: 'Nothing was changed: it was like this before.',
      gone: 'Nothing was changed: this difference needs no person.',
      empty: 'Nothing was kept: the note is empty.',
      'too-long': 'Nothing was kept: a note has at most 1000 characters.',
      secret: 'Nothing was kept: the note seems to contain a credential.',
    },
  },
  'zh-Hans': {
    title: '待处理差异',
    open: '待处理',
    mine: '我的',
    resolved: '已处理',
    none: '没有可显示的差异。',
    count: (count) => `${sayCount(count)} 项差异待处理`,
    nobody: '尚未分配',
    assignedTo: (name) => `负责人：${name}`,
    assign: '负责人',
    save: '保存',
    resolve: '处理完毕',
    became: '处理结果',
    why: '核对情况（选填）',
    resolution: {
      booked: '确认无误，已记入我方账目',
      corrected: 'QFPay 已更正',
      refunded: '款项已退还付款人',
      other_system: '属于我方其他系统',
      no_difference: '实际没有差异',
    },
    reviewLeft: '如果该笔付款待人工核对，请在付款页面完成核对，付款才会继续。',
    reopen: '重新打开',
    found: '发现时间',
    history: '处理记录',
    entry: {
      assigned: (by) => `${by} 分配`,
      noted: (by) => `${by} 的备注`,
      resolved: (by) => `${by} 处理完毕`,
      reopened: (by) => `${by} 重新打开`,
    },
    toNobody: '取消分配',
    outcome: {
      changed: '已记录。',
      unchanged: '没有任何改动：原本就是如此。',
      gone: '没有任何改动：这项差异无需人工处理。',
      empty: '没有保存：备注为空。',
      'too-long': '没有保存：备注最多 1000 个字符。',
      secret: '没有保存：备注中似乎有密钥。',
    },
  },
  'zh-Hant': {
    title: '待處理差異',
    open: '待處理',
    mine: '我的',
    resolved: '已處理',
    none: '沒有可顯示的差異。',
    count: (count) => `${sayCount(count)} 項差異待處理`,
    nobody: '尚未分配',
    assignedTo: (name) => `負責人：${name}`,
    assign: '負責人',
    save: '儲存',
    resolve: '處理完畢',
    became: '處理結果',
    why: '核對情況（選填）',
    resolution: {
      booked: '確認無誤，已記入我方帳目',
      corrected: 'QFPay 已更正',
      refunded: '款項已退還付款人',
      other_system: '屬於我方其他系統',
      no_difference: '實際沒有差異',
    },
    reviewLeft: '如果該筆付款待人工核對，請在付款頁面完成核對，付款才會繼續。',
    reopen: '重新開啟',
    found: '發現時間',
    history: '處理紀錄',
    entry: {
      assigned: (by) => `${by} 分配`,
      noted: (by) => `${by} 的備註`,
      resolved: (by) => `${by} 處理完畢`,
      reopened: (by) => `${by} 重新開啟`,
    },
    toNobody: '取消分配',
    outcome: {
      changed: '已記錄。',
      unchanged: '沒有任何改動：原本就是如此。',
      gone: '沒有任何改動：這項差異毋須人工處理。',
      empty: '沒有儲存：備註為空。',
      'too-long': '沒有儲存：備註最多 1000 個字元。',
      secret: '沒有儲存：備註中似乎有密鑰。',
    },
  },
}
