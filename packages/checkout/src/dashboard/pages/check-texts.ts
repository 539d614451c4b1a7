import type { RecordedText } from './recorded-texts.ts'

/** What Tael finds wrong with what somebody typed, and what its check of an account finds. */
export const CHECK_TEXTS: readonly RecordedText[] = [
  // What a form does not accept.
  ['"{field}": {=problem}', '“{field}”：{problem}', '「{field}」：{problem}'],
  ['must be given', '必须填写', '必須填寫'],
  ['must be a whole number', '须为整数', '須為整數'],
  ['must be at most {most}', '不能大于 {most}', '不能大於 {most}'],
  ['must be at least {least}', '不能小于 {least}', '不能小於 {least}'],
  ['must have at most {most} characters', '最多 {most} 个字符', '最多 {most} 個字元'],
  ['must have at least {least} characters', '至少 {least} 个字符', '至少 {least} 個字元'],
  ['must be more', '需要更多', '需要更多'],
  ['must be fewer', '数量过多', '數量過多'],
  ['is not in the right form', '格式不正确', '格式不正確'],
  ['must be after "from"', '须晚于首日', '須遲於首日'],
  [
    'must not be in the future: QFPay has no rows of the future',
    '不能晚于现在：QFPay 没有未来的记录',
    '不能遲於現在：QFPay 沒有未來的記錄',
  ],
  ['must be within the last 366 days', '须在最近 366 天内', '須在最近 366 天內'],
  [
    'has {most} reconciliations that are not over; wait until one is',
    '已有 {most} 个对账尚未结束，请等其中一个结束',
    '已有 {most} 個對帳尚未結束，請等其中一個結束',
  ],
  ['choose one', '请选择', '請選擇'],
  [
    'has {most} endpoints already; delete an unused one',
    '已有 {most} 个端点，请删除不用的',
    '已有 {most} 個端點，請刪除不用的',
  ],
  ['must not be more than {most}', '最多 {most} 个', '最多 {most} 個'],
  ['must name each header once', '每个请求头只能出现一次', '每個標頭只能出現一次'],
  [
    'must have names of letters, digits and hyphens',
    '名称只能含有字母、数字和连字符',
    '名稱只能含有字母、數字和連字號',
  ],
  [
    'must not contain {name}, which belongs to the delivery itself',
    '不能含有 {name}，它属于通知本身',
    '不能含有 {name}，它屬於通知本身',
  ],
  [
    'must have values of printable ASCII, up to 1024 characters, without a space at either end; {name} breaks this',
    '值须为可打印的 ASCII，最多 1024 个字符，首尾没有空格；{name} 不符合',
    '值須為可列印的 ASCII，最多 1024 個字元，首尾沒有空格；{name} 不符合',
  ],
  [
    'must be well-formed text without control characters',
    '须为完整文字，不含控制字符',
    '須為完整文字，不含控制字元',
  ],
  [
    'must be a whole number from {least} to {most}',
    '须为 {least} 至 {most} 的整数',
    '須為 {least} 至 {most} 的整數',
  ],
  [
    'must be an instant such as 2026-03-02T04:00:00Z',
    '须为时间，例如 2026-03-02T04:00:00Z',
    '須為時間，例如 2026-03-02T04:00:00Z',
  ],
  ['at most 40 members', '最多 40 项', '最多 40 項'],
  [
    'must be an origin such as https://shop.example.com, without a path',
    '须为网站地址，例如 https://shop.example.com，不含路径',
    '須為網址，例如 https://shop.example.com，不含路徑',
  ],
  ['must be text without control characters', '不能含有控制字符', '不能含有控制字元'],
  [
    'must be the name of the file, such as MP_verify_AbCd1234EfGh5678.txt',
    '须为文件名，例如 MP_verify_AbCd1234EfGh5678.txt',
    '須為檔案名稱，例如 MP_verify_AbCd1234EfGh5678.txt',
  ],
  [
    'flow "own-account" needs the Official Account\'s appid and secret',
    '方式一需要公众号的 appid 和 secret',
    '方式一需要公眾號的 appid 和 secret',
  ],
  [
    'must begin with https://, because others on the way can read and change what plain http carries; "plain_http": true allows it',
    '须以 https:// 开头，否则途中可被他人读取和篡改',
    '須以 https:// 開頭，否則途中可被他人讀取和竄改',
  ],
  [
    'The account has no Official Account, so nothing of it can change: add another account with flow "own-account".',
    '此账户没有公众号，无法更改公众号资料：请另外添加方式一的账户。',
    '此帳戶沒有公眾號，無法更改公眾號資料：請另外新增方式一的帳戶。',
  ],
  ['must be an absolute address', '须为完整地址', '須為完整網址'],
  ['must begin with https://', '须以 https:// 开头', '須以 https:// 開頭'],
  [
    'must not contain a user or password: give them as the header "authorization" of "headers"',
    '不能含有用户名或密码：请放入自定义请求头 authorization',
    '不能含有用戶名稱或密碼：請放入自訂標頭 authorization',
  ],
  ['must not have a fragment', '不能含有 # 之后的部分', '不能含有 # 之後的部分'],
  [
    'must lead to a public address, not into a private network',
    '须指向公共互联网，不能指向私有网络',
    '須指向公共互聯網，不能指向私有網絡',
  ],
  ['must have different keys', '各项的名称不能相同', '各項的名稱不能相同'],
  ['must not be blank', '不能为空', '不能為空'],
  [
    'must be an ISO 4217 code such as HKD',
    '须为 ISO 4217 代码，例如 HKD',
    '須為 ISO 4217 代碼，例如 HKD',
  ],
  [
    'give either amount, or min_amount and max_amount',
    '请填写固定金额，或最低和最高金额',
    '請填寫固定金額，或最低和最高金額',
  ],
  ['must not be less than min_amount', '不能小于最低金额', '不能小於最低金額'],
  ['must be after starts_at', '须在开始时间之后', '須在開始時間之後'],
  [
    'The account is disabled and accepts no new payments. The operator of Tael can enable it.',
    '此账户已停用，不接受新付款。Tael 的管理员可以启用。',
    '此帳戶已停用，不接受新付款。Tael 的管理員可以啟用。',
  ],
  [
    'nobody identifies the payers of this account (flow canada)',
    '此账户（加拿大方式）无法识别付款人',
    '此帳戶（加拿大方式）無法識別付款人',
  ],
  ['{number} are paid or held already', '已有 {number} 笔付款或预留', '已有 {number} 筆付款或預留'],
  [
    "{field} must be on one of the account's return_origins: {=origins}",
    '{field} 须为此账户登记的网站之一：{origins}',
    '{field} 須為此帳戶登記的網站之一：{origins}',
  ],
  ['none is registered', '尚未登记', '尚未登記'],
  [
    "{field} must be on one of the account's return_origins: {origins}",
    '{field} 须为此账户登记的网站之一：{origins}',
    '{field} 須為此帳戶登記的網站之一：{origins}',
  ],
  // The check of an account.
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
