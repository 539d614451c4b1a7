export { createBoard } from './board.ts'
export { createCampaign } from './campaign.ts'
