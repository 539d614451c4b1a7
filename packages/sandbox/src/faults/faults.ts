import { type Effect, type Fault, type FaultInput, type Occasion, faultSchema } from './fault.ts'

type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>

/** The faults that wait for their occasion. */
export interface Faults {
  add(fault: FaultInput, scenario?: string): Fault
  /** The first waiting effect of that kind; uses it up by one. */
  take<Kind extends Effect['kind']>(kind: Kind, occasion: Occasion): EffectOf<Kind> | undefined
  list(): readonly Fault[]
  /** False if there is none with that id. */
  remove(id: number): boolean
  clear(): void
}

export function createFaults(): Faults {
  let faults: readonly Fault[] = []
  let lastId = 0
  return {
    add(input, scenario) {
      const fault: Fault = {
        ...faultSchema.parse(input),
        id: ++lastId,
        ...(scenario === undefined ? {} : { scenario }),
      }
      faults = [...faults, fault]
      return fault
    },
    take<Kind extends Effect['kind']>(kind: Kind, occasion: Occasion) {
      const found = faults.find((fault) => fault.effect.kind === kind && fits(fault, occasion))
      if (found === undefined) return undefined
      faults = faults.flatMap((fault) => (fault === found ? usedOnce(fault) : [fault]))
      return found.effect as EffectOf<Kind>
    },
    list: () => faults,
    remove(id) {
      const before = faults.length
      faults = faults.filter((fault) => fault.id !== id)
      return faults.length < before
    },
    clear: () => void (faults = []),
  }
}

function usedOnce(fault: Fault): readonly Fault[] {
  if (fault.times === null) return [fault]
  return fault.times === 1 ? [] : [{ ...fault, times: fault.times - 1 }]
}

function fits(fault: Fault, occasion: Occasion): boolean {
  return (
    (fault.endpoint === undefined || fault.endpoint === occasion.endpoint) &&
    (fault.order === undefined || (occasion.orders ?? []).includes(fault.order)) &&
    (fault.appCode === undefined || fault.appCode === occasion.appCode) &&
    (fault.payer === undefined || fault.payer === occasion.payer) &&
    (fault.lookup === undefined || fault.lookup === occasion.lookup)
  )
}
