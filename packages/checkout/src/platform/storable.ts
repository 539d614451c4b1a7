/** Text of other systems as PostgreSQL holds it: without NUL, and without half characters. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
