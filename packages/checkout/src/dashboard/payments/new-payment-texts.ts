import type { Language } from '../../language/language.ts'

type NewPaymentTexts = {
  readonly add: string
  readonly text: string
  readonly create: string
  readonly reference: string
  readonly referenceNote: string
  readonly amount: string
  readonly currency: string
  readonly description: string
  readonly descriptionNote: string
  readonly returnUrl: string
  readonly returnUrlNote: string
}

/** What an operator reads where they create a payment. */
export const newPaymentTexts: Readonly<Record<Language, NewPaymentTexts>> = {
  en: {
    add: 'New payment',
    text: 'For one payer. Its page then shows the link for them, which is good for a day.',
    create: 'Create payment',
    reference: 'Reference',
    referenceNote: 'Your own number for the purchase; one payment for each',
    amount: 'Amount',
    currency: 'Currency',
    description: 'What it is for',
    descriptionNote: 'The payer reads it',
    returnUrl: 'Where the payer goes afterwards',
    returnUrlNote: 'Optional; on a site that the account has registered',
  },
  'zh-Hans': {
    add: '新建付款',
    text: '供一位付款人使用。创建后，付款页面会显示给付款人的链接，一天内有效。',
    create: '创建付款',
    reference: '商户单号',
    referenceNote: '您自己的购买编号，每个编号只对应一笔付款',
    amount: '金额',
    currency: '币种',
    description: '用途',
    descriptionNote: '付款人会看到',
    returnUrl: '付款后前往的网址',
    returnUrlNote: '选填；须属于账户登记的网站',
  },
  'zh-Hant': {
    add: '新增付款',
    text: '供一位付款人使用。建立後，付款頁面會顯示給付款人的連結，一天內有效。',
    create: '建立付款',
    reference: '商戶單號',
    referenceNote: '您自己的購買編號，每個編號只對應一筆付款',
    amount: '金額',
    currency: '貨幣',
    description: '用途',
    descriptionNote: '付款人會看到',
    returnUrl: '付款後前往的網址',
    returnUrlNote: '選填；須屬於帳戶登記的網站',
  },
}
