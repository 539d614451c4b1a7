import type { Language } from '@tael-examples/common'

type BoardTexts = {
  readonly title: string
  readonly text: string
  readonly cups: (paid: number, all: number) => string
  readonly raised: string
  readonly scan: string
  readonly scanText: string
  readonly posters: string
  readonly demo: string
}

export const TEXTS: Readonly<Record<Language, BoardTexts>> = {
  en: {
    title: 'A cup for the old harbour',
    text: 'Every cup of charity tea goes to the repair of the ferry pier.',
    cups: (paid, all) => `${paid} of ${all} cups`,
    raised: 'raised so far',
    scan: 'Scan with WeChat',
    scanText: 'HK$58.00 for a cup. Show your receipt at the stall.',
    posters: 'The poster, to print:',
    demo: 'An example. No tea, no money.',
  },
  'zh-Hans': {
    title: '为旧港喝一杯茶',
    text: '每一杯慈善茶的收入都用于修缮渡轮码头。',
    cups: (paid, all) => `已售 ${paid} 杯，共 ${all} 杯`,
    raised: '已筹得',
    scan: '微信扫一扫',
    scanText: '每杯 HK$58.00，凭付款凭证到茶档领取。',
    posters: '海报（打印用）：',
    demo: '这是示例，没有茶，也不收钱。',
  },
  'zh-Hant': {
    title: '為舊港喝一杯茶',
    text: '每一杯慈善茶的收入都用於修葺渡輪碼頭。',
    cups: (paid, all) => `已售 ${paid} 杯，共 ${all} 杯`,
    raised: '已籌得',
    scan: '微信掃一掃',
    scanText: '每杯 HK$58.00，憑付款收據到茶檔領取。',
    posters: '海報（列印用）：',
    demo: '這是示範，沒有茶，也不收錢。',
  },
}
