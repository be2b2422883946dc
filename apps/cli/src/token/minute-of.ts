/** Formats an ISO-8601 time for people, for example `2026-11-29 14:05 UTC`. */
export const minuteOf = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`
