export { createTeaRoom, type TeaRoomOptions } from './tea-room.ts'
export { openDemoTill } from './till.ts'
