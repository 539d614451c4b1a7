import { DEMO, type OfficialAccountInput } from '@tael/sandbox'

/** Where everybody is in a test without sockets. */
export const CHECKOUT = 'https://pay.example.com'
export const GATEWAY = 'https://gateway.example.com'
export const SHOP = 'https://shop.example.com'

/** The demo Official Accounts, as their owners have set them up for this checkout. */
export const OFFICIAL_ACCOUNTS: readonly OfficialAccountInput[] = [
  { ...DEMO.qfpayAccount },
  {
    ...DEMO.merchantAccount,
    redirectDomains: ['pay.example.com'],
    paymentDirectories: [`${CHECKOUT}/pay/`],
    trustLoopback: false,
  },
]
