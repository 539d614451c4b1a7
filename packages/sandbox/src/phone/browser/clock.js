import { find, make } from './elements.js'
import { askSandbox } from './sandbox.js'
import { say, spoken } from './texts.js'

const MINUTE = 60_000
/** @type {{ name: 'minutes' | 'hours', n: number, ms: number }[]} */
const MOVES = [
  { name: 'minutes', n: 1, ms: MINUTE },
  { name: 'minutes', n: 10, ms: 10 * MINUTE },
  { name: 'hours', n: 2, ms: 120 * MINUTE },
  { name: 'hours', n: 24, ms: 1440 * MINUTE },
]

/** Shows the sandbox's time, on the phone too, and moves it forward. */
export function startClock() {
  let offset = 0
  /** @type {number | undefined} */
  let nextNotificationAt
  const toNotification = make('button', { type: 'button', hidden: true, click: moveToNotification })

  document.addEventListener('language', showMoves)
  document.addEventListener('world', () => void read())
  showMoves()
  setInterval(tick, 1000)
  void read()

  async function read() {
    keep(await askSandbox('/_sandbox/clock'))
  }

  /** @param {number} advanceMs */
  async function move(advanceMs) {
    keep(await askSandbox('/_sandbox/clock', { advanceMs }))
  }

  /** @param {{ now: string, nextNotificationAt: string | null }} clock */
  function keep(clock) {
    offset = Date.parse(clock.now) - Date.now()
    nextNotificationAt =
      clock.nextNotificationAt === null ? undefined : Date.parse(clock.nextNotificationAt)
    toNotification.hidden = nextNotificationAt === undefined
    tick()
  }

  function moveToNotification() {
    if (nextNotificationAt === undefined) return
    void move(Math.max(0, nextNotificationAt - (Date.now() + offset)))
  }

  function tick() {
    const now = new Date(Date.now() + offset)
    const time = find('clock-time', HTMLTimeElement)
    time.dateTime = now.toISOString()
    time.textContent = new Intl.DateTimeFormat(spoken(), {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hour12: false,
    }).format(now)
    find('device-time', HTMLElement).textContent =
      `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`
  }

  function showMoves() {
    toNotification.textContent = say('nextNotification')
    find('clock-moves', HTMLElement).replaceChildren(
      ...MOVES.map(({ name, n, ms }) =>
        make('button', { type: 'button', click: () => void move(ms) }, say(name, { n })),
      ),
      toNotification,
    )
    tick()
  }
}
