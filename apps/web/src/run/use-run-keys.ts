'use client'

import { type RefObject, useRef } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { whileNoDialog } from '../hooks/while-no-dialog.ts'
import type { KeyHint } from '../ui/keys-sheet.tsx'
import type { RunTab } from './run-tabs.tsx'

export const RUN_KEYS: readonly KeyHint[] = [
  { keys: ['j'], does: 'Next task' },
  { keys: ['k'], does: 'Previous task' },
  { keys: ['o'], does: 'Open the task' },
  { keys: ['p'], does: 'Pause the run, or resume it' },
  { keys: ['h'], does: 'Hold a run that would continue by itself' },
  { keys: ['c'], does: 'Cancel the run…' },
  { keys: ['b'], does: 'Set the budget…' },
  { keys: ['x'], does: 'Cancel the task…' },
  { keys: ['r'], does: 'Retry the task' },
  { keys: ['/'], does: 'Filter tasks' },
  { keys: ['g', 'b'], does: 'Board' },
  { keys: ['g', 'e'], does: 'Events' },
  { keys: ['g', 'c'], does: 'Cost' },
  { keys: ['g', 's'], does: 'Search the output' },
  { keys: ['Esc'], does: 'Clear the filter' },
]

export interface RunKeys {
  /** The task keys in the order of the rows. */
  order: readonly string[]
  selected: string | null
  field: RefObject<HTMLInputElement | null>
  onSelect: (key: string) => void
  onOpen: (key: string) => void
  onCancel: () => void
  onPause: () => void
  onHold: () => void
  onBudget: () => void
  onClear: () => void
  onTab: (tab: RunTab) => void
}

/** How many ms after `g` the next key belongs to it. It is the time after which react-hotkeys-hook drops a sequence. */
const SEQUENCE_MS = 1000

/** The keyboard shortcuts of a run's page. They do nothing while the user types in a field. */
export function useRunKeys({
  order,
  selected,
  field,
  onSelect,
  onOpen,
  onCancel,
  onPause,
  onHold,
  onBudget,
  onClear,
  onTab,
}: RunKeys): void {
  const step = (by: number) => {
    const at = selected === null ? -1 : order.indexOf(selected)
    const next = order[at === -1 ? 0 : Math.min(order.length - 1, Math.max(0, at + by))]
    if (next === undefined) return
    onSelect(next)
    document.querySelector(`[data-task="${CSS.escape(next)}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const pressedG = useRef(Number.NEGATIVE_INFINITY)
  const isAfterG = () => performance.now() - pressedG.current < SEQUENCE_MS
  useHotkeys('g', () => {
    pressedG.current = performance.now()
  })
  useHotkeys('j', () => step(1))
  useHotkeys('k', () => step(-1))
  useHotkeys('o', () => selected !== null && onOpen(selected))
  useHotkeys('c', () => !isAfterG() && onCancel())
  useHotkeys('b', () => !isAfterG() && onBudget(), { ...whileNoDialog, preventDefault: true })
  useHotkeys('p', onPause, whileNoDialog)
  useHotkeys('h', onHold, whileNoDialog)
  useHotkeys('/', () => field.current?.focus(), { useKey: true, preventDefault: true })
  useHotkeys('esc', onClear)
  useHotkeys('g>b', () => onTab('Board'))
  useHotkeys('g>e', () => onTab('Events'))
  useHotkeys('g>c', () => onTab('Cost'))
  useHotkeys('g>s', () => onTab('Search'), { preventDefault: true })
}
