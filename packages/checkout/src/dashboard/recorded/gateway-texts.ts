import type { RecordedText } from './recorded-texts.ts'

/** What the client of QFPay says of an answer and advises, and what WeChat's codes mean. */
export const GATEWAY_TEXTS: readonly RecordedText[] = [
  // Errors of the client.
  [
    '{endpoint} answered {respcd}, {=meaning}. {=hint}',
    '{endpoint} 答复 {respcd}：{meaning}。{hint}',
    '{endpoint} 回應 {respcd}：{meaning}。{hint}',
  ],
  [
    '{endpoint} answered {respcd}, {=meaning} ({said}). {=hint}',
    '{endpoint} 答复 {respcd}：{meaning}（“{said}”）。{hint}',
    '{endpoint} 回應 {respcd}：{meaning}（「{said}」）。{hint}',
  ],
  [
    '{endpoint} answered {respcd}, {=meaning}. Signed was: {signed} {=hint}',
    '{endpoint} 答复 {respcd}：{meaning}。签名原文：{signed}。{hint}',
    '{endpoint} 回應 {respcd}：{meaning}。簽名原文：{signed}。{hint}',
  ],
  [
    '{endpoint} answered {respcd}, {=meaning} ({said}). Signed was: {signed} {=hint}',
    '{endpoint} 答复 {respcd}：{meaning}（“{said}”）。签名原文：{signed}。{hint}',
    '{endpoint} 回應 {respcd}：{meaning}（「{said}」）。簽名原文：{signed}。{hint}',
  ],
  [
    '{endpoint} did not answer in time. {=hint}',
    '{endpoint} 没有及时答复。{hint}',
    '{endpoint} 沒有及時回應。{hint}',
  ],
  [
    '{endpoint} was aborted by the caller. {=hint}',
    '{endpoint} 的请求已中止。{hint}',
    '{endpoint} 的請求已中止。{hint}',
  ],
  [
    '{endpoint} was aborted while it waited for its turn. {=hint}',
    '{endpoint} 的请求在等候期间中止。{hint}',
    '{endpoint} 的請求在等候期間中止。{hint}',
  ],
  [
    '{endpoint} could not be reached, or the connection broke. {=hint}',
    '无法连接 {endpoint}，或连接中断。{hint}',
    '無法連接 {endpoint}，或連線中斷。{hint}',
  ],
  [
    '{endpoint} showed a TLS certificate that is not trusted. {=hint}',
    '{endpoint} 的 TLS 证书不受信任。{hint}',
    '{endpoint} 的 TLS 憑證不受信任。{hint}',
  ],
  [
    '{endpoint} answered with more than {bytes} bytes. {=hint}',
    '{endpoint} 的答复超过 {bytes} 字节。{hint}',
    '{endpoint} 的回應超過 {bytes} 位元組。{hint}',
  ],
  [
    'QFPay answered {endpoint} with HTTP 429: too many requests. {=hint}',
    'QFPay 对 {endpoint} 答复 HTTP 429：请求过多。{hint}',
    'QFPay 對 {endpoint} 回應 HTTP 429：請求過多。{hint}',
  ],
  [
    '{endpoint} failed with HTTP {status}. {=hint}',
    '{endpoint} 失败，HTTP {status}。{hint}',
    '{endpoint} 失敗，HTTP {status}。{hint}',
  ],
  [
    'The reply of {endpoint} is not signed with your client_key. {=hint}',
    '{endpoint} 的答复不是用您的 client_key 签名的。{hint}',
    '{endpoint} 的回應並非用您的 client_key 簽名。{hint}',
  ],
  [
    '{endpoint} answered HTTP {status} with {=what}. {=hint}',
    '{endpoint} 答复 HTTP {status}，{what}。{hint}',
    '{endpoint} 回應 HTTP {status}，{what}。{hint}',
  ],
  ['something that is not a JSON object', '内容不是 JSON 对象', '內容不是 JSON 物件'],
  ['no respcd', '没有 respcd', '沒有 respcd'],
  [
    '{endpoint} answered HTTP {status} without an openid. {=hint}',
    '{endpoint} 答复 HTTP {status}，没有 openid。{hint}',
    '{endpoint} 回應 HTTP {status}，沒有 openid。{hint}',
  ],
  [
    '{endpoint} answered 0000 without a list of transactions. {=hint}',
    '{endpoint} 答复 0000，但没有交易列表。{hint}',
    '{endpoint} 回應 0000，但沒有交易列表。{hint}',
  ],
  [
    '{endpoint} answered 0000 without {field}. {=hint}',
    '{endpoint} 答复 0000，但没有 {field}。{hint}',
    '{endpoint} 回應 0000，但沒有 {field}。{hint}',
  ],
  [
    '{endpoint} answered page {page} with the rows of the page before. {=hint}',
    '{endpoint} 的第 {page} 页与前一页相同。{hint}',
    '{endpoint} 的第 {page} 頁與前一頁相同。{hint}',
  ],
  // What to do about them.
  [
    'The request was not sent: you may send it again as it is.',
    '请求没有发出，可以原样重发。',
    '請求沒有發出，可以原樣重發。',
  ],
  [
    'The request may have arrived: enquire before anything else.',
    '请求可能已经送达，请先查询。',
    '請求可能已經送達，請先查詢。',
  ],
  [
    'The request may have been processed: enquire before anything else.',
    '请求可能已经处理，请先查询。',
    '請求可能已經處理，請先查詢。',
  ],
  [
    'It was not processed: retry later, with fewer requests at a time (QFPay allows 400 a minute).',
    '请求没有处理：请稍后重试，并减少请求（QFPay 每分钟允许 400 次）。',
    '請求沒有處理：請稍後重試，並減少請求（QFPay 每分鐘允許 400 次）。',
  ],
  [
    'Do not believe it: check host and client_key, and whether a proxy changes replies.',
    '请勿相信：检查接口地址和 client_key，以及是否有代理改动答复。',
    '請勿相信：檢查 API 網址和 client_key，以及是否有代理改動回應。',
  ],
  [
    'Check the host; enquire before anything else.',
    '请检查接口地址，并先查询。',
    '請檢查 API 網址，並先查詢。',
  ],
  [
    'Enquire before anything else; tell QFPay if this continues.',
    '请先查询；如果持续发生，请告知 QFPay。',
    '請先查詢；如持續發生，請告知 QFPay。',
  ],
  [
    'Enquire again; tell QFPay if this continues.',
    '请再次查询；如果持续发生，请告知 QFPay。',
    '請再次查詢；如持續發生，請告知 QFPay。',
  ],
  [
    'The list is not complete: ask for a shorter span.',
    '列表不完整，请缩短时间范围。',
    '列表不完整，請縮短時間範圍。',
  ],
  ['Continue.', '可以继续。', '可以繼續。'],
  [
    'Continue. For a payment this means that the order exists, not that it is paid.',
    '可以继续。对付款而言，这表示订单已建立，不表示已付款。',
    '可以繼續。對付款而言，這表示訂單已建立，不表示已付款。',
  ],
  [
    'Enquire by the same number until the result is known; do not send it again.',
    '按同一单号查询直到有结果，请勿重发。',
    '按同一單號查詢直到有結果，請勿重發。',
  ],
  [
    'Enquire first; if nothing is found, send the same request again later.',
    '请先查询；如果查无结果，稍后重发同一请求。',
    '請先查詢；如查無結果，稍後重發同一請求。',
  ],
  [
    'Start over with a new number, or let the payer choose another way to pay.',
    '请用新单号重新开始，或让付款人选择其他支付方式。',
    '請用新單號重新開始，或讓付款人選擇其他付款方式。',
  ],
  [
    'Fix the request or the account before trying again.',
    '请先更正请求或账户，再重试。',
    '請先更正請求或帳戶，再重試。',
  ],
  [
    'Enquire by its number instead of sending it again.',
    '请按单号查询，不要重发。',
    '請按單號查詢，不要重發。',
  ],
  [
    'Read the message; ask QFPay whether the pay type is enabled.',
    '请阅读消息，并向 QFPay 确认支付类型是否开通。',
    '請閱讀訊息，並向 QFPay 確認支付類型是否開通。',
  ],
  [
    'Check client_key, mchid (sent only if QFPay issued one) and host: each host has its own credentials.',
    '请检查 client_key、mchid（仅在 QFPay 提供时发送）和接口地址：每个地址有各自的密钥。',
    '請檢查 client_key、mchid（只在 QFPay 提供時傳送）和 API 網址：每個網址有各自的密鑰。',
  ],
  [
    'Enquire: an earlier refund went through.',
    '请查询：之前的退款已经成功。',
    '請查詢：之前的退款已經成功。',
  ],
  [
    'Enquire again: it may not be visible yet.',
    '请再次查询：可能尚未显示。',
    '請再次查詢：可能尚未顯示。',
  ],
  [
    'Start over with a fresh openid of the same official account.',
    '请用同一公众号的新 openid 重新开始。',
    '請用同一公眾號的新 openid 重新開始。',
  ],
  [
    "Ask QFPay to check the account's settings.",
    '请让 QFPay 检查账户设置。',
    '請讓 QFPay 檢查帳戶設定。',
  ],
  ['Ask QFPay to check the store.', '请让 QFPay 检查门店。', '請讓 QFPay 檢查門店。'],
  ["Ask QFPay's support.", '请联系 QFPay 客服。', '請聯絡 QFPay 客服。'],
  [
    'Enquire by the number if it was ever sent; else ask QFPay to check the store.',
    '如果曾经发送，请按单号查询；否则请让 QFPay 检查门店。',
    '如曾經傳送，請按單號查詢；否則請讓 QFPay 檢查門店。',
  ],
  [
    'Enquire: it is paid only when the enquiry says so.',
    '请查询：只有查询显示已付款才算付款。',
    '請查詢：只有查詢顯示已付款才算付款。',
  ],
  [
    'Enquire; what is not paid cannot be refunded.',
    '请查询；未付款的订单不能退款。',
    '請查詢；未付款的訂單不能退款。',
  ],
  ['Enquire before you start over.', '请先查询，再重新开始。', '請先查詢，再重新開始。'],
  [
    'Send the same refund again after 00:30 local time, unless the payment is older than 365 days.',
    '请在当地时间 00:30 之后重发同一退款，除非付款已超过 365 天。',
    '請在當地時間 00:30 之後重發同一退款，除非付款已超過 365 天。',
  ],
  [
    'Enquire again with a time range: without one QFPay searches this month only.',
    '请加上时间范围再查询：否则 QFPay 只查本月。',
    '請加上時間範圍再查詢：否則 QFPay 只查本月。',
  ],
  [
    'Send the same refund again after 11:00 tomorrow, not sooner.',
    '请在明天 11:00 之后重发同一退款，不要更早。',
    '請在明天 11:00 之後重發同一退款，不要更早。',
  ],
  ['Refund the whole amount.', '请全额退款。', '請全額退款。'],
  ['Never retry it.', '请勿重试。', '請勿重試。'],
  [
    'The payer must not pay again; enquire until the result is known.',
    '付款人不能再次付款；请查询直到有结果。',
    '付款人不能再次付款；請查詢直到有結果。',
  ],
  [
    'Enquire by it: an earlier request got through.',
    '请按此号查询：之前的请求已经送达。',
    '請按此號查詢：之前的請求已經送達。',
  ],
  [
    'Enquire by it: an earlier request got through. A new order needs a new number.',
    '请按此号查询：之前的请求已经送达。新订单需要新单号。',
    '請按此號查詢：之前的請求已經送達。新訂單需要新單號。',
  ],
  [
    'Enquire: its cancel field says what is left of it.',
    '请查询：cancel 字段说明剩余情况。',
    '請查詢：cancel 欄位說明剩餘情況。',
  ],
  ['Pay the customer back in another way.', '请用其他方式退还顾客。', '請用其他方式退還顧客。'],
  [
    'Ask QFPay, or pay the customer back in another way.',
    '请询问 QFPay，或用其他方式退还顾客。',
    '請查詢 QFPay，或用其他方式退還顧客。',
  ],
  [
    'Send the payer through the authorization once more, then stop.',
    '请让付款人再授权一次，仍不成功则停止。',
    '請讓付款人再授權一次，仍不成功則停止。',
  ],
  [
    'WeChat called the redirect twice: use the result of the first exchange, else authorize again.',
    '微信两次打开了返回地址：请用第一次的结果，否则重新授权。',
    '微信兩次開啟了返回網址：請用第一次的結果，否則重新授權。',
  ],
  [
    'Check appid and secret of the Official Account.',
    '请检查公众号的 appid 和 secret。',
    '請檢查公眾號的 appid 和 secret。',
  ],
  ['Try again later.', '请稍后再试。', '請稍後再試。'],
  // What WeChat's codes mean.
  ['WeChat is busy', '微信繁忙', '微信繁忙'],
  ['the appsecret is wrong', 'appsecret 不正确', 'appsecret 不正確'],
  ['the appid is wrong', 'appid 不正确', 'appid 不正確'],
  [
    'the code is invalid or of another appid',
    'code 无效，或属于其他 appid',
    'code 無效，或屬於其他 appid',
  ],
  ['the code was used before', 'code 已经用过', 'code 已經用過'],
  ['the appid is missing', '缺少 appid', '缺少 appid'],
  ['the appsecret is missing', '缺少 appsecret', '缺少 appsecret'],
  ['the code is missing', '缺少 code', '缺少 code'],
  ['the code has expired', 'code 已过期', 'code 已過期'],
  ['the payer has changed the password', '付款人更改了密码', '付款人更改了密碼'],
  ['an errcode we do not know', '未知的 errcode', '未知的 errcode'],
]
