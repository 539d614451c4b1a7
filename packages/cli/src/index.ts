export { demoAccount } from './demo-account.ts'
export { untilStopped } from './output.ts'
export { startDev, type Dev, type DevOptions } from './start-dev.ts'
export { createWechatVisitor, type Hop, type Page, type WechatVisitor } from './wechat-visitor.ts'
