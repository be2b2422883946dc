const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const

/** Formats a number of bytes, for example `1.4 MiB`. */
export function bytes(size: number): string {
  let value = size
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}
