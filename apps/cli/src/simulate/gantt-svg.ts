import type { RunGraph, SimulatedAttempt } from '@coppice/engine/simulation'
import { clockTime } from '../terminal/clock-time.ts'
import { count } from '../terminal/count.ts'
import type { PlayedScenario } from './scenarios.ts'

const WIDTH = 1_000
const LEFT = 60
const ROW = 14
const HEAD = 44
/**
 * The smallest width of a bar or gap in the chart, in px. A narrower bar or gap is merged with its neighbour, so that the file is small
 * enough to open, even for 100,000 tasks.
 */
const VISIBLE = 0.5

const STYLE = `text{font:11px ui-sans-serif,system-ui,sans-serif;fill:#374151}.h{font-size:13px;font-weight:600}
.w{fill:#60a5fa}.f{fill:#f87171}.c{fill:#1d4ed8}.m{fill:#93c5fd}.l{stroke:#e5e7eb}`

/** @returns an SVG with one panel per scenario, all with the same time scale. Each slot is a row, and each attempt is a bar. */
export function ganttSvg(graph: RunGraph, played: readonly PlayedScenario[]): string {
  const longest = Math.max(1, ...played.map(({ scenario }) => scenario.wallMs))
  const x = (ms: number) => LEFT + (ms / longest) * (WIDTH - LEFT - 20)
  let top = 0
  const panels = played.map((one) => {
    const panel = `<g transform="translate(0,${top})">${panelOf(graph, one, { x, longest })}</g>`
    top += HEAD + one.scenario.concurrency * ROW + 12
    return panel
  })
  const legend = '<text x="60" y="14">light: agent at work · dark: critical path · red: failed attempt</text>'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top + 20}" width="${WIDTH}" height="${top + 20}">`,
    `<style>${STYLE}</style><rect width="100%" height="100%" fill="#fff"/>`,
    ...panels,
    `<g transform="translate(0,${top})">${legend}</g></svg>\n`,
  ].join('\n')
}

interface Scale {
  x: (ms: number) => number
  longest: number
}

function panelOf(graph: RunGraph, { scenario, run }: PlayedScenario, { x, longest }: Scale): string {
  const { concurrency, strategy, wallMs, slotUse } = scenario
  const title = `${count(concurrency, 'slot')}, ${strategy}: ${clockTime(wallMs)}, ${Math.round(slotUse * 100)} % used`
  const height = HEAD + concurrency * ROW
  const ticks = tickTimes(longest).map(
    (ms) =>
      `<line class="l" x1="${px(x(ms))}" x2="${px(x(ms))}" y1="${HEAD - 4}" y2="${height}"/>` +
      `<text x="${px(x(ms))}" y="${HEAD - 8}" text-anchor="middle">${clockTime(ms)}</text>`,
  )
  const critical = new Set(scenario.criticalPath)
  const bySlot = Map.groupBy(run.attempts, ({ slot }) => slot)
  const rows = Array.from({ length: concurrency }, (_, slot) => {
    const bars = barsOf(bySlot.get(slot) ?? [], { x, graph, critical })
    const y = HEAD + slot * ROW
    return `<text x="${LEFT - 8}" y="${y + 10}" text-anchor="end">${slot + 1}</text>${bars.map((bar) => barSvg(bar, y)).join('')}`
  })
  return [`<text class="h" x="${LEFT}" y="18">${title}</text>`, ...ticks, ...rows].join('\n')
}

interface Bar {
  from: number
  to: number
  look: 'w' | 'c' | 'f' | 'm'
  title: string | null
}

function barsOf(
  attempts: readonly SimulatedAttempt[],
  { x, graph, critical }: { x: Scale['x']; graph: RunGraph; critical: ReadonlySet<string> },
): Bar[] {
  const bars: Bar[] = []
  for (const { task, startMs, endMs, failed } of attempts) {
    const key = graph.tasks[task]?.key ?? ''
    const bar: Bar = {
      ...{ from: x(startMs), to: x(endMs), look: failed ? 'f' : critical.has(key) ? 'c' : 'w' },
      title: `${key}: ${clockTime(startMs)} to ${clockTime(endMs)}${failed ? ', fails' : ''}`,
    }
    const last = bars.at(-1)
    const isTiny = bar.to - bar.from < VISIBLE && last !== undefined && last.to - last.from < VISIBLE * 4
    if (isTiny && bar.from - last.to < VISIBLE) Object.assign(last, { to: bar.to, look: 'm', title: null })
    else bars.push(bar)
  }
  return bars
}

function barSvg({ from, to, look, title }: Bar, y: number): string {
  const width = Math.max(0.2, to - from - (to - from > 2 ? 0.6 : 0))
  const inside = title === null ? '' : `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`
  return `<rect class="${look}" x="${px(from)}" y="${y}" width="${px(width)}" height="${ROW - 3}">${inside}</rect>`
}

const px = (number: number): string => String(Math.round(number * 100) / 100)

const MINUTE_MS = 60_000
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440]

/** @returns the times of the tick marks in ms: 0 and at most eight more, with a round distance between them. */
function tickTimes(longest: number): number[] {
  const step = STEPS_MIN.find((minutes) => longest / (minutes * MINUTE_MS) <= 8)
  const ms = step === undefined ? Math.ceil(longest / 8 / 86_400_000) * 86_400_000 : step * MINUTE_MS
  return Array.from({ length: Math.floor(longest / ms) + 1 }, (_, index) => index * ms)
}
