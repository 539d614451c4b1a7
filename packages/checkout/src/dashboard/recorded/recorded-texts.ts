/**
 * A sentence as Tael records it, in English and both Chinese scripts. `{number}` stands for what is the
 * same in each of them, `{=why}` for another such sentence.
 */
export type RecordedText = readonly [english: string, simplified: string, traditional: string]

/** What Tael itself writes down of attempts, refunds and webhooks. */
export const RECORDED_TEXTS: readonly RecordedText[] = [
  // Refunds and attempts that ended.
  [
    'A person has found that QFPay has not done it',
    '人工核对确认 QFPay 没有执行',
    '人工核對確認 QFPay 沒有執行',
  ],
  ['No second person has approved it in time', '期限内没有另一人批准', '期限內沒有另一人批准'],
  ['QFPay never answered about it', 'QFPay 一直没有答复', 'QFPay 一直沒有回應'],
  ['A person has closed its review', '已完成人工核对', '已完成人工核對'],
  ['It was not paid while it was payable', '可支付期间内没有付款', '可支付期間內沒有付款'],
  [
    'WeChat showed a preview of the page, to a payer who does not exist',
    '微信以虚拟用户打开了页面预览',
    '微信以虛擬用戶開啟了頁面預覽',
  ],
  ['The authorization was refused: {=why}', '授权未成功：{why}', '授權未成功：{why}'],
  ['unexpected fault', '意外故障', '意外故障'],
  ['The payer continued with {attempt}', '付款人改用 {attempt} 继续', '付款人改用 {attempt} 繼續'],
  ['The payment ended meanwhile', '付款已在此期间结束', '付款已在此期間結束'],
  [
    'The payer has {payment} of the same link',
    '付款人已有同一链接的 {payment}',
    '付款人已有同一連結的 {payment}',
  ],
  ['Another payer has this payment', '这笔付款属于另一位付款人', '這筆付款屬於另一位付款人'],
  ['timeout', '超时', '逾時'],
  ['aborted', '已中止', '已中止'],
  ['connection', '连接失败', '連接失敗'],
  ['certificate', '证书不受信任', '憑證不受信任'],
  // Webhooks.
  [
    'The endpoint answered {status}, and only 2xx means received',
    '端点返回 {status}，只有 2xx 才算收到',
    '端點回應 {status}，只有 2xx 才算收到',
  ],
  [
    'The endpoint answered {status}; redirects are not followed',
    '端点返回 {status}，Tael 不跟随重定向',
    '端點回應 {status}，Tael 不跟隨重新導向',
  ],
  ['The endpoint did not answer within 15 s', '端点在 15 秒内没有响应', '端點在 15 秒內沒有回應'],
  [
    'The endpoint could not be reached: {=reason}',
    '无法连接端点：{reason}',
    '無法連接端點：{reason}',
  ],
  [
    'The endpoint could not be reached: {reason}',
    '无法连接端点：“{reason}”',
    '無法連接端點：「{reason}」',
  ],
  ['{host} leads into a private network', '{host} 指向私有网络', '{host} 指向私有網絡'],
  ['{host} has no address', '{host} 没有地址', '{host} 沒有地址'],
  ['The endpoint was disabled', '端点已停用', '端點已停用'],
  ['The endpoint was deleted', '端点已删除', '端點已刪除'],
]
