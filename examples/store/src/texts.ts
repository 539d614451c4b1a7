import type { Language } from '@tael-examples/common'

const en = {
  shop: 'Harbour Tea House',
  shopInOther: '海港茶莊',
  motto: 'Tea by the tael, on the harbour since 1951',
  welcome: 'Tea by the tael',
  introduction:
    'Order here, pay with WeChat, and collect from our counter in Sheung Wan: we weigh and pack while you cross the harbour.',
  shelf: 'On the shelf',
  cart: 'Your basket',
  cartWith: (count: number): string => `Basket, ${count} ${count === 1 ? 'item' : 'items'}`,
  orders: 'Your orders',
  back: 'Back to the shelf',
  quantity: 'Quantity',
  quantityOf: (name: string): string => `Quantity of ${name}`,
  fewer: (name: string): string => `One ${name} less`,
  more: (name: string): string => `One ${name} more`,
  add: 'Put in the basket',
  update: 'Change the basket',
  brewing: 'How we make it',
  care: 'How to care for it',
  emptyCart: 'Nothing in it yet',
  emptyCartText: 'The kettle is on. Have a look at the shelf.',
  total: 'Total',
  pay: (price: string): string => `Pay ${price} with WeChat`,
  payNote: 'WeChat asks you to confirm before any money moves.',
  pickUp: 'Collect at the counter',
  pickUpText: 'Shop 3, 18 Junk Lane, Sheung Wan. Every day from 10:30 to 19:00.',
  order: 'Order',
  ordersEmpty: 'No orders from this phone yet',
  number: 'Order number',
  orderedAt: 'Ordered',
  paidAt: 'Paid',
  items: 'What you ordered',
  states: {
    paid: {
      title: 'Thank you, it is paid',
      text: 'Your order will be ready at the counter from tomorrow, 10:30. Show us this page or say the number.',
    },
    confirming: {
      title: 'Waiting for WeChat',
      text: 'If you have paid, this page becomes your receipt. If you have not, we’ve saved your order.',
    },
    unpaid: {
      title: 'Not paid yet',
      text: 'We’ve saved your order. Nothing has been charged.',
    },
    lapsed: {
      title: 'This order was not paid',
      text: 'Its time to pay is over. Should a payment of yours still arrive, it is shown here.',
    },
    refunded: {
      title: 'Your money was refunded',
      text: 'WeChat shows the refund; a bank card may take a few days. There is nothing to collect.',
    },
    refunding: {
      title: 'Your money is on its way back',
      text: 'WeChat shows the refund when it arrives; a bank card may take a few days. There is nothing to collect.',
    },
    lateRefunding: {
      title: 'Your payment came too late',
      text: 'The time to pay this order was over, so all of your money is on its way back to you. There is nothing to collect.',
    },
    lateRefunded: {
      title: 'Your payment came too late',
      text: 'The time to pay this order was over, so all of your money was refunded. WeChat shows the refund; a bank card may take a few days.',
    },
    partlyRefunding: {
      title: 'Paid, and a part is on its way back',
      text: 'WeChat shows the refund when it arrives; a bank card may take a few days. Show us this page at the counter or say the number.',
    },
    partlyRefunded: {
      title: 'Paid, and refunded in part',
      text: 'WeChat shows the refund; a bank card may take a few days. Show us this page at the counter or say the number.',
    },
  },
  standings: {
    paid: 'Paid',
    confirming: 'Waiting for WeChat',
    unpaid: 'Not paid yet',
    lapsed: 'Not paid',
    refunding: 'Refund on its way',
    lateRefunding: 'Paid too late, refund on its way',
    lateRefunded: 'Paid too late, refunded',
    partlyRefunding: 'Paid, a part is on its way back',
    refunded: 'Refunded',
    partlyRefunded: 'Paid, refunded in part',
  },
  paidTwice: {
    onItsWay: (price: string): string =>
      `A second payment of ${price} came for this order. We keep only one: the second is on its way back to the WeChat that paid it.`,
    isBack: (price: string): string =>
      `A second payment of ${price} came for this order. We keep only one: the second was refunded to the WeChat that paid it.`,
  },
  refunded: 'Refunded',
  onItsWay: 'On its way back',
  look: 'Check again',
  goOn: 'Not paid yet? Go on in WeChat',
  orderAgain: 'Put it all in the basket again',
  problems: {
    'not-found': {
      title: 'Not on our shelf',
      text: 'There is nothing at this address. It may have been mistyped, or it was an order from before our last closing.',
    },
    'bad-request': {
      title: 'We did not understand that',
      text: 'Nothing was changed. Go back to your basket and try once more.',
    },
    unreachable: {
      title: 'The till does not answer',
      text: 'Your order is kept, and a payment that you have made is not lost. Please try again in a moment.',
    },
    refused: {
      title: 'We cannot take payments just now',
      text: 'That is our fault. Your order is kept, and a payment that you have made is not lost. Please ask us at the counter.',
    },
    fault: {
      title: 'Something went wrong here',
      text: 'That is our fault. A payment that you have made is not lost. Please try again in a moment.',
    },
  },
  tryAgain: 'Try again',
  demo: 'A demonstration shop. The tea is imaginary, and so is the money.',
}

/** Every sentence of the shop; the products bring their own. */
export type ShopTexts = typeof en

const zhHant: ShopTexts = {
  shop: '海港茶莊',
  shopInOther: 'Harbour Tea House',
  motto: '一九五一年立於海旁，論兩賣茶',
  welcome: '論兩賣茶',
  introduction: '在此選購，微信支付，到上環櫃檯自取。您過海之間，茶已秤好包好。',
  shelf: '架上好茶',
  cart: '購物籃',
  cartWith: (count) => `購物籃，${count} 件`,
  orders: '我的訂單',
  back: '返回茶架',
  quantity: '數量',
  quantityOf: (name) => `${name}的數量`,
  fewer: (name) => `減一件${name}`,
  more: (name) => `加一件${name}`,
  add: '放入購物籃',
  update: '更改購物籃',
  brewing: '沖泡之法',
  care: '養護之法',
  emptyCart: '籃中未有茶',
  emptyCartText: '水已燒開，先看看茶架。',
  total: '合計',
  pay: (price) => `微信支付 ${price}`,
  payNote: '微信會先請您確認，才會扣款。',
  pickUp: '櫃檯自取',
  pickUpText: '上環帆船里 18 號 3 號舖，每日 10:30 至 19:00。',
  order: '訂單',
  ordersEmpty: '此手機未有訂單',
  number: '訂單編號',
  orderedAt: '下單時間',
  paidAt: '付款時間',
  items: '訂單內容',
  states: {
    paid: {
      title: '多謝惠顧，已收到付款',
      text: '明日 10:30 起可到櫃檯取貨。請出示此頁，或報上訂單編號。',
    },
    confirming: {
      title: '正等候微信確認',
      text: '如已付款，此頁會自動變成收據；如未付款，訂單仍為您保留。',
    },
    unpaid: { title: '尚未付款', text: '訂單已為您保留，並未扣款。' },
    lapsed: { title: '此訂單未有付款', text: '付款時限已過。如款項其後到達，會在此頁顯示。' },
    refunding: {
      title: '款項正在退回',
      text: '退款到達時微信會顯示；退回銀行卡可能需時數天。此訂單毋須取貨。',
    },
    lateRefunding: {
      title: '付款逾時',
      text: '收到款項時付款時限已過，全數正在退回給您。此訂單毋須取貨。',
    },
    lateRefunded: {
      title: '付款逾時',
      text: '收到款項時付款時限已過，已全數退回。微信會顯示退款；退回銀行卡可能需時數天。',
    },
    partlyRefunding: {
      title: '已付款，部分正在退回',
      text: '退款到達時微信會顯示；退回銀行卡可能需時數天。取貨時請出示此頁，或報上訂單編號。',
    },
    refunded: {
      title: '款項已退回',
      text: '微信會顯示退款；退回銀行卡可能需時數天。此訂單毋須取貨。',
    },
    partlyRefunded: {
      title: '已付款，部分已退款',
      text: '微信會顯示退款；退回銀行卡可能需時數天。取貨時請出示此頁，或報上訂單編號。',
    },
  },
  standings: {
    paid: '已付款',
    confirming: '等候微信確認',
    unpaid: '尚未付款',
    lapsed: '未有付款',
    refunding: '退款中',
    lateRefunding: '付款逾時，退款中',
    lateRefunded: '付款逾時，已退款',
    partlyRefunding: '已付款，部分退款中',
    refunded: '已退款',
    partlyRefunded: '已付款，部分已退款',
  },
  paidTwice: {
    onItsWay: (price) =>
      `此訂單另收到一筆 ${price} 的付款。本店只收一筆，第二筆正退回原付款的微信。`,
    isBack: (price) => `此訂單另收到一筆 ${price} 的付款。本店只收一筆，第二筆已退回原付款的微信。`,
  },
  refunded: '已退款',
  onItsWay: '退款中',
  look: '重新查詢付款結果',
  goOn: '未付款？返回微信支付',
  orderAgain: '全部再放入購物籃',
  problems: {
    'not-found': {
      title: '架上沒有此物',
      text: '此網址沒有內容。可能是輸入有誤，或訂單是上次打烊之前的。',
    },
    'bad-request': { title: '未能明白此請求', text: '一切未變。請返回購物籃再試一次。' },
    unreachable: {
      title: '收銀處未有回應',
      text: '訂單已保留；如已付款，款項不會遺失。請稍後再試。',
    },
    refused: {
      title: '暫時未能收款',
      text: '問題在我們。訂單已保留；如已付款，款項不會遺失。請到櫃檯查詢。',
    },
    fault: { title: '這裏出了問題', text: '問題在我們。如已付款，款項不會遺失。請稍後再試。' },
  },
  tryAgain: '再試一次',
  demo: '此為示範商店，茶是虛構的，錢也是。',
}

const zhHans: ShopTexts = {
  shop: '海港茶庄',
  shopInOther: 'Harbour Tea House',
  motto: '一九五一年立于海旁，论两卖茶',
  welcome: '论两卖茶',
  introduction: '在此选购，微信支付，到上环柜台自取。您过海之间，茶已称好包好。',
  shelf: '架上好茶',
  cart: '购物篮',
  cartWith: (count) => `购物篮，${count} 件`,
  orders: '我的订单',
  back: '返回茶架',
  quantity: '数量',
  quantityOf: (name) => `${name}的数量`,
  fewer: (name) => `减一件${name}`,
  more: (name) => `加一件${name}`,
  add: '放入购物篮',
  update: '更改购物篮',
  brewing: '冲泡之法',
  care: '养护之法',
  emptyCart: '篮中还没有茶',
  emptyCartText: '水已烧开，先看看茶架。',
  total: '合计',
  pay: (price) => `微信支付 ${price}`,
  payNote: '微信会先请您确认，才会扣款。',
  pickUp: '柜台自取',
  pickUpText: '上环帆船里 18 号 3 号铺，每日 10:30 至 19:00。',
  order: '订单',
  ordersEmpty: '此手机还没有订单',
  number: '订单编号',
  orderedAt: '下单时间',
  paidAt: '支付时间',
  items: '订单内容',
  states: {
    paid: {
      title: '多谢惠顾，已收到款项',
      text: '明日 10:30 起可到柜台取货。请出示此页，或报上订单编号。',
    },
    confirming: {
      title: '正等待微信确认',
      text: '如已支付，此页会自动变成收据；如未支付，订单仍为您保留。',
    },
    unpaid: { title: '尚未支付', text: '订单已为您保留，并未扣款。' },
    lapsed: { title: '此订单未支付', text: '支付时限已过。如款项之后到达，会在此页显示。' },
    refunding: {
      title: '款项正在退回',
      text: '退款到账时微信会显示；退回银行卡可能需要几天。此订单无需取货。',
    },
    lateRefunding: {
      title: '支付超时',
      text: '收到款项时支付时限已过，全部正在退回给您。此订单无需取货。',
    },
    lateRefunded: {
      title: '支付超时',
      text: '收到款项时支付时限已过，已全部退回。微信会显示退款；退回银行卡可能需要几天。',
    },
    partlyRefunding: {
      title: '已支付，部分正在退回',
      text: '退款到账时微信会显示；退回银行卡可能需要几天。取货时请出示此页，或报上订单编号。',
    },
    refunded: {
      title: '款项已退回',
      text: '微信会显示退款；退回银行卡可能需要几天。此订单无需取货。',
    },
    partlyRefunded: {
      title: '已支付，部分已退款',
      text: '微信会显示退款；退回银行卡可能需要几天。取货时请出示此页，或报上订单编号。',
    },
  },
  standings: {
    paid: '已支付',
    confirming: '等待微信确认',
    unpaid: '尚未支付',
    lapsed: '未支付',
    refunding: '退款中',
    lateRefunding: '支付超时，退款中',
    lateRefunded: '支付超时，已退款',
    partlyRefunding: '已支付，部分退款中',
    refunded: '已退款',
    partlyRefunded: '已支付，部分已退款',
  },
  paidTwice: {
    onItsWay: (price) =>
      `此订单另收到一笔 ${price} 的付款。本店只收一笔，第二笔正退回原付款的微信。`,
    isBack: (price) => `此订单另收到一笔 ${price} 的付款。本店只收一笔，第二笔已退回原付款的微信。`,
  },
  refunded: '已退款',
  onItsWay: '退款中',
  look: '刷新支付结果',
  goOn: '未支付？返回微信支付',
  orderAgain: '全部再放入购物篮',
  problems: {
    'not-found': {
      title: '架上没有此物',
      text: '此网址没有内容。可能是输入有误，或订单是上次打烊之前的。',
    },
    'bad-request': { title: '未能明白此请求', text: '一切未变。请返回购物篮再试一次。' },
    unreachable: {
      title: '收银处没有回应',
      text: '订单已保留；如已支付，款项不会丢失。请稍后再试。',
    },
    refused: {
      title: '暂时不能收款',
      text: '问题在我们。订单已保留；如已支付，款项不会丢失。请到柜台查询。',
    },
    fault: { title: '这里出了问题', text: '问题在我们。如已支付，款项不会丢失。请稍后再试。' },
  },
  tryAgain: '再试一次',
  demo: '此为示范商店，茶是虚构的，钱也是。',
}

export const TEXTS: Readonly<Record<Language, ShopTexts>> = {
  en,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
}
