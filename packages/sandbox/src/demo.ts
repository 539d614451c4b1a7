import type { MerchantInput, OfficialAccountInput, PayerInput } from './state/parties.ts'

/** A world that is ready to use. All its credentials are invented and open nothing. */
export const DEMO = {
  merchant: {
    name: 'Harbour Tea House',
    appCode: '5A4D000000000000000000000000DE30',
    clientKey: '5EC2E700000000000000000000000000',
    officialAccounts: ['wxdec0de0000000001'],
    realName: true,
  },
  canadianMerchant: {
    name: 'Harbour Tea House Canada',
    appCode: '5A4D000000000000000000000000CA00',
    clientKey: '5EC2E7000000000000000000000000CA',
    currencies: ['CAD', 'CNY'],
    region: 'CA',
  },
  qfpayAccount: {
    appid: 'wxdec0de00000000ff',
    name: 'QFPay (sandbox)',
    owner: 'qfpay',
    secret: '5ec2e70000000000000000000000ff00',
  },
  merchantAccount: {
    appid: 'wxdec0de0000000001',
    name: 'Harbour Tea House',
    secret: '5ec2e700000000000000000000000100',
    redirectDomains: ['shop.example.com'],
    paymentDirectories: ['https://shop.example.com/pay/'],
    trustLoopback: true,
  },
  payers: [
    { id: 'mei', name: 'Mei' },
    { id: 'ka-ho', name: 'Ka Ho' },
    { id: 'poor-tom', name: 'Tom (HK$5.00 left)', balance: 500 },
    { id: 'credit-li', name: 'Li (credit card only)', creditOnly: true },
    {
      id: 'chen',
      name: 'Chen (mainland, pays in CNY)',
      paysIn: { currency: 'CNY', rate: '0.92' },
    },
    { id: 'wang', name: 'Wang Fang 王芳 (her own card)', cardHolder: { name: '王芳' } },
  ],
} as const satisfies {
  readonly merchant: MerchantInput
  readonly canadianMerchant: MerchantInput
  readonly qfpayAccount: OfficialAccountInput
  readonly merchantAccount: OfficialAccountInput
  readonly payers: readonly PayerInput[]
}
