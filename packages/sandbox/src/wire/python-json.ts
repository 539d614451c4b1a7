export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** JSON as Python's `json.dumps` writes it and QFPay sends it: `", "`, `": "`, ASCII with `\uXXXX`. */
export function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(pythonJson).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Readonly<Record<string, Json>>)
    return `{${members.map(([key, member]) => `${pythonJson(key)}: ${pythonJson(member)}`).join(', ')}}`
  }
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, escapeUnit)
}

// No u flag above: Python writes each half of a surrogate pair by itself.
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
