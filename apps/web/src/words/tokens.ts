import { count } from './format.ts'

/** Formats a number of tokens, for example `900`, `12 k`, `3.42 M` or `138 M`. */
export function tokens(number: number): string {
  const millions = number / 1_000_000
  if (number >= 99_500_000) return `${count(millions)} M`
  if (number >= 9_950_000) return `${millions.toFixed(1)} M`
  if (number >= 999_500) return `${millions.toFixed(2)} M`
  return number >= 10_000 ? `${Math.round(number / 1_000)} k` : count(number)
}
