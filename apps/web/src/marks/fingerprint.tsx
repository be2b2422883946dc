import { Drawn } from './drawn.tsx'
import {
  fingerprintWords,
  type Groups,
  STACK_FROM,
  type StripSize,
  stackedDrawing,
  stripDrawing,
} from './fingerprint-geometry.ts'

const SIZES = {
  header: { height: 23, markWidth: 6, markGap: 3, groupGap: 9 },
  list: { height: 18, markWidth: 4, markGap: 2, groupGap: 6 },
  epic: { height: 18, markWidth: 5, markGap: 2, groupGap: 7 },
  full: { height: 22, markWidth: 9, markGap: 3, groupGap: 16 },
} satisfies Record<string, StripSize>

export interface FingerprintProps {
  /** The statuses of the tasks in plan order, one group per batch. */
  groups: Groups
  size?: keyof typeof SIZES
  /** In px. Only the size `full` uses it. */
  width?: number
  label?: string
}

/** Draws the status of every task of a run in one line. With the tasks of one epic, it shows the progress of the epic. */
export function Fingerprint({ groups, size = 'header', width = 343, label }: FingerprintProps) {
  const shown = groups.filter((group) => group.length > 0)
  const stacked = shown.reduce((sum, group) => sum + group.length, 0) >= STACK_FROM
  const strip: StripSize = size === 'full' ? { ...SIZES.full, width } : SIZES[size]
  const drawing = stacked ? stackedDrawing(shown) : stripDrawing(shown, strip)
  return <Drawn drawing={drawing} label={label ?? fingerprintWords(shown)} />
}
