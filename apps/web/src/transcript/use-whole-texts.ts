'use client'

import { useCallback, useState } from 'react'
import type { OutputLine } from './output-line.ts'
import { isShortened } from './output-window.ts'
import type { SessionOutput } from './use-session-output.ts'

/** The page keeps the whole text of at most this many lines that were opened. */
const MOST = 20

/** The lines whose whole text the person asked for. A text that the page does not have comes from the server. */
export function useWholeTexts({ wholeText }: Pick<SessionOutput, 'wholeText'>) {
  const [texts, setTexts] = useState<ReadonlyMap<number, string>>(new Map())
  const open = useCallback(
    (line: OutputLine) => {
      const keep = (text: string) => setTexts((old) => new Map([...old, [line.sequence, text] as const].slice(-MOST)))
      if (isShortened(line)) void wholeText(line.sequence).then(keep, () => {})
      else keep(line.text)
    },
    [wholeText],
  )
  return { texts, open }
}
