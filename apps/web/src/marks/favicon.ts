import type { Groups } from './fingerprint-geometry.ts'
import { isUnderWay, needsPerson } from './statuses.ts'

/** Literal colours, because the icon of the browser tab cannot use the CSS variables of the page. */
const HUE = { base: '#767d74', live: '#1a5fd0', done: '#1b7740', failed: '#c0261c', conflict: '#a51e6a' }
const MAX_BARS = 4

/** Combines the oldest batches, so that at most four groups remain. */
function folded(groups: Groups): Groups {
  if (groups.length <= MAX_BARS) return groups
  const keep = MAX_BARS - 1
  return [groups.slice(0, -keep).flat(), ...groups.slice(-keep)]
}

function bar(group: Groups[number], index: number): string {
  const completed = group.filter((status) => status === 'COMPLETED').length / Math.max(1, group.length)
  const live = group.some(isUnderWay)
  const bad = group.find(needsPerson)
  const x = index * 4 + 0.5
  const height = Math.max(completed * 11, live ? 5 : 0)
  const up =
    height > 0
      ? `<rect x='${x}' y='${12 - height}' width='3' height='${height}' fill='${live ? HUE.live : HUE.done}'/>`
      : ''
  const down = bad
    ? `<rect x='${x}' y='12' width='3' height='4' fill='${bad === 'FAILED' ? HUE.failed : HUE.conflict}'/>`
    : ''
  return up + down
}

/** @returns a 16 px fingerprint as the icon of the browser tab: a data URL. Each batch is a bar. */
export function faviconOf(groups: Groups): string {
  const bars = folded(groups).map(bar).join('')
  const root = `<path d='M0 13.5h16' stroke='${HUE.base}' stroke-width='2'/>`
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${root}${bars}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
