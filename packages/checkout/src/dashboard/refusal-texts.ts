import type { Language } from '../language/language.ts'

export type Refusal =
  /** The browser does not say that the form comes from this site. */
  | 'foreign-form'
  | 'too-large'
  /** No such page, or no such payment. */
  | 'not-found'
  /** A fault of the server. */
  | 'broken'

type RefusalTexts = Readonly<Record<Refusal, { readonly title: string; readonly text: string }>> & {
  readonly back: string
  readonly supportId: string
}

/** What an operator reads when a request was not carried out. */
export const refusalTexts: Readonly<Record<Language, RefusalTexts>> = {
  en: {
    'foreign-form': {
      title: 'Request blocked',
      text: 'Your browser did not confirm that this dashboard sent the form, so nothing was changed. Open the dashboard under its own address and try again. If this comes back, the person who runs this server should compare TAEL_PUBLIC_URL with the address that you open.',
    },
    'too-large': {
      title: 'Request blocked',
      text: 'It is larger than any form of this dashboard, so nothing was changed. Shorten what you wrote and try again.',
    },
    'not-found': {
      title: 'There is no such page',
      text: 'Check that the address is complete, or find the payment or the reconciliation in its list.',
    },
    broken: {
      title: 'Something went wrong',
      text: 'This is our fault, and no payment is lost by it. Look at the payment before you try again.',
    },
    back: 'Back to payments',
    supportId: 'Request ID:',
  },
  'zh-Hans': {
    'foreign-form': {
      title: '表单未被接受',
      text: '无法确认请求来自本管理页面，已拒绝，没有任何改动。请用管理页面自己的网址打开后重试。若再次出现，请服务器管理员核对 TAEL_PUBLIC_URL 与您打开的网址是否一致。',
    },
    'too-large': {
      title: '表单未被接受',
      text: '内容超过了管理页面表单的上限，因此没有任何改动。请缩短内容后重试。',
    },
    'not-found': {
      title: '没有这个页面',
      text: '请检查网址是否完整，或在列表中查找这笔付款或对账。',
    },
    broken: {
      title: '这里出错了',
      text: '这是系统的问题，不会丢失任何付款。重试之前请先查看这笔付款。',
    },
    back: '返回付款列表',
    supportId: '日志编号：',
  },
  'zh-Hant': {
    'foreign-form': {
      title: '表單未被接受',
      text: '無法確認請求來自本管理頁面，已拒絕，沒有任何改動。請用管理頁面自己的網址開啟後重試。若再次出現，請伺服器管理員核對 TAEL_PUBLIC_URL 與您開啟的網址是否一致。',
    },
    'too-large': {
      title: '表單未被接受',
      text: '內容超過了管理頁面表單的上限，因此沒有任何改動。請縮短內容後重試。',
    },
    'not-found': {
      title: '沒有這個頁面',
      text: '請檢查網址是否完整，或在列表中尋找這筆付款或對帳。',
    },
    broken: {
      title: '這裏出錯了',
      text: '這是系統的問題，不會遺失任何付款。重試之前請先查看這筆付款。',
    },
    back: '返回付款列表',
    supportId: '日誌編號：',
  },
}
