'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { destroyedByReset } from './destroyed-by-reset.ts'
import type { ProjectData } from './project-documents.ts'

export interface SampleAgainProps {
  project: ProjectData
  disabled: boolean
  onStart: () => void
}

/** A button that resets the sample and runs it with the chosen settings. It asks first, because a reset deletes the earlier runs. */
export function SampleAgain({ project, disabled, onStart }: SampleAgainProps) {
  const [asking, setAsking] = useState(false)
  const destroyed = destroyedByReset(project)
  const start = () => {
    setAsking(false)
    onStart()
  }
  return (
    <div className="mt-3.5 flex flex-wrap items-center gap-x-3 gap-y-2 border-(--hair) border-t pt-3.5">
      <Button disabled={disabled} onClick={() => setAsking(true)}>
        Reset and run again…
      </Button>
      <p className="min-w-0 flex-1 basis-44 text-(--text-2) text-[12px]">
        Starts from a fresh copy of the sample repository.
      </p>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Reset the sample?"
        keep="Keep it"
        act="Reset and run again"
        danger
        busy={disabled}
        onAct={start}
      >
        <p className="mb-1.5 font-medium">This will be deleted and cannot be restored:</p>
        <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
          {destroyed.map((what) => (
            <li key={what} className="break-words">
              {what}
            </li>
          ))}
        </ul>
        <p className="mt-3 text-(--text-2)">Your other projects do not change.</p>
      </ConfirmDialog>
    </div>
  )
}
