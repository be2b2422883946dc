import { clock, count, dollars } from '../words/format.ts'
import type { Metrics } from './task-documents.ts'

export interface MetricsColumn {
  id: string
  name: string
  metrics: Metrics
  /** The duration of the session in ms. */
  took: number
  selected: boolean
}

const reported = (value: number | null): string => (value === null ? 'not reported' : count(value))

const ROWS: readonly { name: string; of: (metrics: Metrics, took: number) => string }[] = [
  { name: 'Took', of: (_, took) => clock(took) },
  { name: 'Messages', of: ({ messageCount }) => count(messageCount) },
  { name: 'Tool calls', of: ({ toolCallCount }) => count(toolCallCount) },
  { name: 'Input tokens', of: ({ inputTokens }) => reported(inputTokens) },
  { name: 'Output tokens', of: ({ outputTokens }) => reported(outputTokens) },
  { name: 'Cache write', of: ({ cacheWriteTokens }) => reported(cacheWriteTokens) },
  { name: 'Cache read', of: ({ cacheReadTokens }) => reported(cacheReadTokens) },
  { name: 'Cost', of: ({ costUsd }) => dollars(costUsd) },
]

/** The table of the metrics of each session. An unknown value is shown as unknown, never as 0 (M1). */
export function MetricsTable({ columns }: { columns: readonly MetricsColumn[] }) {
  return (
    <table className="w-full border-collapse [&_td]:py-0.5 [&_td]:leading-[17px] [&_th]:font-normal">
      <thead>
        <tr>
          <th className="text-left font-semibold!">Metrics</th>
          {columns.map(({ id, name, selected }) => (
            <th key={id} className={`pl-3 text-right ${selected ? '' : 'text-(--text-3)'}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ name, of }) => (
          <tr key={name}>
            <td className="text-(--text-2)">{name}</td>
            {columns.map(({ id, metrics, took, selected }) => (
              <td key={id} className={`pl-3 text-right whitespace-nowrap ${selected ? '' : 'text-(--text-2)'}`}>
                {of(metrics, took)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
