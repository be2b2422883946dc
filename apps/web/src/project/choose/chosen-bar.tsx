'use client'

import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { chosenWords } from './chosen-tasks.ts'
import { DropDialog } from './drop-dialog.tsx'
import { MarkDoneDialog } from './mark-done-dialog.tsx'
import type { Choice } from './use-choice.ts'

export interface ChosenBarProps {
  choice: Choice
  /** Whether the buttons are disabled: without a connection, without the role OPERATOR, and while a run is active. */
  off: boolean
  onChange: () => void
}

/** Shows how many tasks are chosen, with buttons that mark them done or drop them. */
export function ChosenBar({ choice, off, onChange }: ChosenBarProps) {
  const [asking, setAsking] = useState<'done' | 'drop' | null>(null)
  const { tasks } = choice.chosen
  const ask = (what: 'done' | 'drop') => (open: boolean) => setAsking(open ? what : null)
  return (
    <>
      {tasks.length > 0 && (
        <div className="flex min-h-10 flex-wrap items-center gap-2 px-6 py-1 max-[719px]:px-4">
          <span role="status" className="mr-1 font-semibold">
            {chosenWords(choice.chosen)}
          </span>
          <Button disabled={off} onClick={() => setAsking('done')}>
            Mark done…
          </Button>
          <Button disabled={off} onClick={() => setAsking('drop')}>
            Drop…
          </Button>
          <Button kind="quiet" onClick={choice.clear}>
            Choose none
          </Button>
        </div>
      )}
      <MarkDoneDialog tasks={tasks} open={asking === 'done'} onOpenChange={ask('done')} onChange={onChange} />
      <DropDialog tasks={tasks} open={asking === 'drop'} onOpenChange={ask('drop')} onChange={onChange} />
    </>
  )
}
