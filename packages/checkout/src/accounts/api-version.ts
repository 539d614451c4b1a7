/**
 * The versions of the merchant's API, by the day on which each began, newest first. A change that would break
 * somebody begins a version: it goes in front, and what answers differently asks the request for its version, and
 * what a webhook says the endpoint for its own.
 */
export const API_VERSIONS = ['2026-11-29'] as const

export type ApiVersion = (typeof API_VERSIONS)[number]

export const NEWEST_VERSION: ApiVersion = API_VERSIONS[0]

/** Undefined if there is no such version. */
export function parseVersion(text: string): ApiVersion | undefined {
  return API_VERSIONS.find((version) => version === text)
}

/** In words. */
export const KNOWN_VERSIONS: string = API_VERSIONS.join(', ')
