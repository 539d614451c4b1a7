/**
 * A sentence as Tael records it, in English and both Chinese scripts. `{number}` stands for what is the
 * same in each of them, `{=why}` for another such sentence.
 */
export type RecordedText = readonly [english: string, simplified: string, traditional: string]

/** What Tael itself writes down of payments, refunds, books and webhooks. */
export const RECORDED_TEXTS: readonly RecordedText[] = [
  // Differences and reviews; the first that fits counts.
  [
    '{=status} here, an unreadable row at QFPay',
    '本站{status}，QFPay 的记录无法读取',
    '本站{status}，QFPay 的紀錄無法讀取',
  ],
  [
    '{ours} here, an unreadable row at QFPay',
    '本站 {ours}，QFPay 的记录无法读取',
    '本站 {ours}，QFPay 的紀錄無法讀取',
  ],
  [
    'paid here, and {=standing} at QFPay',
    '本站已付款，QFPay {standing}',
    '本站已付款，QFPay {standing}',
  ],
  [
    'refunded here, and {=standing} at QFPay',
    '本站已退款，QFPay {standing}',
    '本站已退款，QFPay {standing}',
  ],
  ['{ours} here, {theirs} at QFPay', '本站 {ours}，QFPay {theirs}', '本站 {ours}，QFPay {theirs}'],
  ['paid at QFPay, {=status} here', 'QFPay 已付款，本站{status}', 'QFPay 已付款，本站{status}'],
  [
    'paid and canceled at QFPay (cancel {mark}), {=status} here',
    '在 QFPay 已付款并取消（cancel {mark}），本站{status}',
    '在 QFPay 已付款並取消（cancel {mark}），本站{status}',
  ],
  [
    'a second order of this payment is paid at QFPay',
    '这笔付款的另一张订单也在 QFPay 付了款',
    '這筆付款的另一張訂單也在 QFPay 付了款',
  ],
  [
    'paid twice at QFPay: as {one} and as {other}',
    '在 QFPay 付了两次款：{one} 和 {other}',
    '在 QFPay 付了兩次款：{one} 和 {other}',
  ],
  [
    'QFPay says {=standing}; of {charged} Tael knows of {refunded} refunded or being refunded',
    'QFPay 显示{standing}；收款 {charged}，Tael 只知道已退或正在退 {refunded}',
    'QFPay 顯示{standing}；收款 {charged}，Tael 只知道已退或正在退 {refunded}',
  ],
  ['refunded at QFPay, {=status} here', 'QFPay 已退款，本站{status}', 'QFPay 已退款，本站{status}'],
  [
    'requested {requested}, refunded {refunded} at QFPay',
    '申请退款 {requested}，QFPay 退了 {refunded}',
    '申請退款 {requested}，QFPay 退了 {refunded}',
  ],
  [
    'refunded twice at QFPay: as {one} and as {other}',
    '在 QFPay 退了两次款：{one} 和 {other}',
    '在 QFPay 退了兩次款：{one} 和 {other}',
  ],
  [
    '{amount} were refunded at QFPay, not by Tael, as {number}, from {attempt}',
    '{amount} 已在 QFPay 退款（{number}，来自 {attempt}），不是由 Tael 退款',
    '{amount} 已在 QFPay 退款（{number}，來自 {attempt}），不是由 Tael 退款',
  ],
  [
    'a {=kind} under a number that Tael did not make',
    '一笔{kind}，其单号不是 Tael 生成的',
    '一筆{kind}，其單號並非由 Tael 產生',
  ],
  [
    'a {kind} under a number that Tael did not make',
    '一笔 {kind}，其单号不是 Tael 生成的',
    '一筆 {kind}，其單號並非由 Tael 產生',
  ],
  [
    '{=listed}; asked by its number, QFPay says: {=standing}',
    '{listed}；按单号查询，QFPay 的答复：{standing}',
    '{listed}；按單號查詢，QFPay 的回應：{standing}',
  ],
  ['It is recorded now', '现已入账', '現已入帳'],
  [
    'It is recorded now, and Tael refunds the money',
    '现已入账，Tael 会退还这笔款项',
    '現已入帳，Tael 會退還這筆款項',
  ],
  ['The refund is recorded now', '退款现已入账', '退款現已入帳'],
  ['payment', '付款', '付款'],
  ['refund', '退款', '退款'],
  ['what is here', '与本站相同', '與本站相同'],
  ['unknown', '查无此单', '查無此單'],
  ['not paid', '未付款', '未付款'],
  ['unreadable', '无法读取', '無法讀取'],
  ['refused ({respcd})', '已拒绝（{respcd}）', '已拒絕（{respcd}）'],
  ['cancel {mark}', 'cancel {mark}', 'cancel {mark}'],
  ['reversed', '已冲正', '已沖正'],
  ['canceled', '已取消', '已取消'],
  ['refunded', '已退款', '已退款'],
  ['partly refunded', '已部分退款', '已部分退款'],
  ['recorded', '已记录', '已記錄'],
  ['launched', '已调起', '已調起'],
  ['succeeded', '成功', '成功'],
  ['failed', '失败', '失敗'],
  ['lapsed', '已失效', '已失效'],
  ['requested', '等待提交', '等待提交'],
  ['pending', 'QFPay 处理中', 'QFPay 處理中'],
  ['awaiting_approval', '等待另一人审批', '等待另一人審批'],
  [
    "asked for {asked}, the gateway's row says {told}",
    '要求 {asked}，QFPay 的记录为 {told}',
    '要求 {asked}，QFPay 的紀錄為 {told}',
  ],
  [
    "requested {requested}, the gateway's row says {told}",
    '申请退款 {requested}，QFPay 的记录为 {told}',
    '申請退款 {requested}，QFPay 的紀錄為 {told}',
  ],
  [
    'paid, but refunded or canceled at QFPay (cancel {mark})',
    '已付款，但在 QFPay 已退款或取消（cancel {mark}）',
    '已付款，但在 QFPay 已退款或取消（cancel {mark}）',
  ],
  [
    'QFPay notified a payment that none of its enquiries shows',
    'QFPay 通知已付款，但任何查询都没有显示',
    'QFPay 通知已付款，但任何查詢都沒有顯示',
  ],
  [
    'QFPay has an unreadable row of it, which may be paid',
    'QFPay 的记录无法读取，可能已经付款',
    'QFPay 的紀錄無法讀取，可能已經付款',
  ],
  ['QFPay never answered about it', 'QFPay 一直没有答复', 'QFPay 一直沒有回應'],
  [
    'It was done twice at QFPay, as {one} and as {other}',
    'QFPay 执行了两次：{one} 和 {other}',
    'QFPay 執行了兩次：{one} 和 {other}',
  ],
  // Refunds and attempts that ended.
  [
    'A person has found that QFPay has not done it',
    '人工核对确认 QFPay 没有执行',
    '人工核對確認 QFPay 沒有執行',
  ],
  ['No second person has approved it in time', '期限内没有另一人批准', '期限內沒有另一人批准'],
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
