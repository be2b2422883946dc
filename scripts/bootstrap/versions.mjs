/**
 * Returns whether a version is at least `floor`, compared number by number: `2.38` is at least `2.38`, but `2.4` is not.
 * @param {string} version as programs print it: `v24.1.0`, `git version 2.39.5 (Apple Git-154)`
 * @param {string} floor
 */
export function reaches(version, floor) {
  const have = numbers(version)
  const want = numbers(floor)
  if (have.length === 0) return false
  for (const [index, part] of want.entries()) {
    const difference = (have[index] ?? 0) - part
    if (difference !== 0) return difference > 0
  }
  return true
}

/** @param {string} text */
const numbers = (text) => (/\d+(\.\d+)*/.exec(text)?.[0] ?? '').split('.').filter(Boolean).map(Number)
