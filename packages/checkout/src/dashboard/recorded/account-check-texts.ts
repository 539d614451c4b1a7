import type { RecordedText } from './recorded-texts.ts'

/** What the check of an account finds. */
export const ACCOUNT_CHECK_TEXTS: readonly RecordedText[] = [
  ['{host}: {=kind}', '{host}：{kind}', '{host}：{kind}'],
  [
    'QFPay takes and settles real money here.',
    'QFPay 在此收取并结算真实款项。',
    'QFPay 在此收取並結算真實款項。',
  ],
  [
    "QFPay's live testing takes real money here and never settles it: refund each payment, and go live with QFPay's production host.",
    'QFPay 的线上测试在此收取真实款项，但不会结算：请退回每笔付款，正式使用时改用 QFPay 的生产接口地址。',
    'QFPay 的線上測試在此收取真實款項，但不會結算：請退回每筆付款，正式使用時改用 QFPay 的正式 API 網址。',
  ],
  [
    'QFPay only simulates card payments here. WeChat Pay needs another host.',
    'QFPay 在此只模拟银行卡支付。微信支付需要其他接口地址。',
    'QFPay 在此只模擬銀行卡支付。微信支付需要其他 API 網址。',
  ],
  [
    'QFPay does not document this host. Compare it with what QFPay gave you.',
    'QFPay 的文档没有这个接口地址。请与 QFPay 提供的资料核对。',
    'QFPay 的文件沒有這個 API 網址。請與 QFPay 提供的資料核對。',
  ],
  [
    "QFPay accepts the account's signature.",
    'QFPay 接受此账户的签名。',
    'QFPay 接受此帳戶的簽名。',
  ],
  [
    '{=error} Try again later, and compare the host with what QFPay gave you.',
    '{error}请稍后再试，并将接口地址与 QFPay 提供的资料核对。',
    '{error}請稍後再試，並將 API 網址與 QFPay 提供的資料核對。',
  ],
  [
    '{=error} Compare host, app_code, client_key, sign_type and mchid with what QFPay gave you: a mistake in any of them looks like this.',
    '{error}请将 host、app_code、client_key、sign_type、mchid 与 QFPay 提供的资料核对：其中任何一项有误都会如此。',
    '{error}請將 host、app_code、client_key、sign_type、mchid 與 QFPay 提供的資料核對：其中任何一項有誤都會如此。',
  ],
  [
    '{=error} But QFPay accepts the same credentials {=change}: change that.',
    '{error}但 QFPay 接受同样的资料，只要{change}：请更改。',
    '{error}但 QFPay 接受同樣的資料，只要{change}：請更改。',
  ],
  ['with "sign_type": "{type}"', '签名方式为 {type}', '簽名方式為 {type}'],
  ['without an mchid', '不填 mchid', '不填 mchid'],
  ['at {host}', '使用 {host}', '使用 {host}'],
  [
    'WeChat accepted a code that it never gave.',
    '微信接受了一个它从未发出的 code。',
    '微信接受了一個它從未發出的 code。',
  ],
  [
    'WeChat knows the appid and its secret.',
    '微信认可此 appid 及其密钥。',
    '微信認可此 appid 及其密鑰。',
  ],
  ['{=error} Check again later.', '{error}请稍后再试。', '{error}請稍後再試。'],
  [
    'QFPay notifies only the ports 80 and 443, and {url} has another: let a proxy serve Tael at one of them, and set TAEL_PUBLIC_URL to it.',
    'QFPay 只通知 80 和 443 端口，而 {url} 使用其他端口：请让代理在其中一个端口提供 Tael，并相应设置 TAEL_PUBLIC_URL。',
    'QFPay 只通知 80 和 443 端口，而 {url} 使用其他端口：請讓代理在其中一個端口提供 Tael，並相應設定 TAEL_PUBLIC_URL。',
  ],
  ['{url} leads to this server.', '{url} 指向本服务器。', '{url} 指向本伺服器。'],
  [
    '{url} answers {status}: look at the proxy in front of this server.',
    '{url} 返回 {status}：请检查本服务器前的代理。',
    '{url} 回應 {status}：請檢查本伺服器前的代理。',
  ],
  [
    'This server does not reach {url}. Some networks do not let a server reach its own address: open it from outside.',
    '本服务器无法访问 {url}。有些网络不允许服务器访问自己的地址，请从外部打开确认。',
    '本伺服器無法連接 {url}。有些網絡不允許伺服器連接自己的網址，請從外部開啟確認。',
  ],
]
