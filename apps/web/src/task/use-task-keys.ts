'use client'

import type { AttemptRow } from '@coppice/run-model'
import { useRouter } from 'next/navigation'
import { useHotkeys } from 'react-hotkeys-hook'
import type { KeyHint } from '../ui/keys-sheet.tsx'

export const TASK_KEYS: readonly KeyHint[] = [
  { keys: ['j'], does: 'Next session' },
  { keys: ['k'], does: 'Previous session' },
  { keys: ['x'], does: 'Cancel the task…' },
  { keys: ['r'], does: 'Retry the task' },
  { keys: ['m'], does: 'Write to the agent' },
  { keys: ['/'], does: 'Search the transcript' },
  { keys: ['g', 'b'], does: 'Board of the run' },
]

export function useTaskKeys(
  rows: readonly AttemptRow[],
  selected: string | null,
  onSelect: (sessionId: string) => void,
  boardAddress: string,
): void {
  const router = useRouter()
  const step = (by: number) => {
    const at = rows.findIndex((row) => row.session.id === selected)
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
    if (next) onSelect(next.session.id)
  }
  useHotkeys('j', () => step(1))
  useHotkeys('k', () => step(-1))
  useHotkeys('g>b', () => router.push(boardAddress))
}
