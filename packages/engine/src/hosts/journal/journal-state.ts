import type { ProcessEnd } from '../../domain/process-end.ts'
import { NO_METRICS, type SessionMetrics } from '../../domain/records.ts'

/** What a journal knows beyond its entries; written after each batch, in one line that makes the batch count. */
export interface JournalState {
  /** Bytes of the raw files that the entries so far were made from. */
  read: { stdout: number; stderr: number }
  metrics: SessionMetrics
  noChange: boolean
  /** Lines and bytes beyond the journal's limit. */
  dropped: { lines: number; bytes: number }
  /** The entries were removed after the time for which output is kept (R4). */
  removed?: boolean
  /** How it ended, once the output is complete. */
  end: Pick<ProcessEnd, 'how' | 'exitCode'> | null
}

export const EMPTY_JOURNAL: JournalState = {
  read: { stdout: 0, stderr: 0 },
  metrics: NO_METRICS,
  noChange: false,
  dropped: { lines: 0, bytes: 0 },
  end: null,
}

const METRICS = Object.keys(NO_METRICS) as (keyof SessionMetrics)[]

/** Unknown and known make known; what was never reported stays null. */
export function addMetrics(metrics: SessionMetrics, usage: Partial<SessionMetrics> | undefined): SessionMetrics {
  if (usage === undefined) return metrics
  const sum = { ...metrics }
  for (const name of METRICS) {
    const more = usage[name]
    if (more !== undefined && more !== null) sum[name] = (metrics[name] ?? 0) + more
  }
  return sum
}
