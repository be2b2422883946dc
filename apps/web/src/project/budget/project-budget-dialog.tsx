'use client'

import { type FormEvent, useId, useRef, useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { ActNotice } from '../../ui/act-notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { typedBudget } from '../../words/budget.ts'
import type { ProjectData } from '../project-documents.ts'
import { SET_PROJECT_BUDGET } from './project-budget-document.ts'

export interface ProjectBudgetDialogProps {
  project: ProjectData
  stale: boolean
  onDone: () => void
}

const textOf = (usd: number | null): string => (usd === null ? '' : String(usd))

/** A dialog that changes what all runs of a project may cost, and what they may cost on one day. */
export function ProjectBudgetDialog({ project, stale, onDone }: ProjectBudgetDialogProps) {
  const { act, busy, state } = useAct(SET_PROJECT_BUDGET, (data) => data.setProjectBudget)
  const [total, setTotal] = useState(textOf(project.budgetUsd))
  const [day, setDay] = useState(textOf(project.dayBudgetUsd))
  const form = useId()
  const field = useRef<HTMLInputElement>(null)
  const [budget, dayBudget] = [typedBudget(total), typedBudget(day)]
  const isChanged = budget.usd !== project.budgetUsd || dayBudget.usd !== project.dayBudgetUsd
  const ready = budget.error === null && dayBudget.error === null && isChanged && !busy && !stale
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const wanted = { projectId: project.id, budgetUsd: budget.usd, dayBudgetUsd: dayBudget.usd }
    if (ready && (await act(wanted)) !== null) onDone()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone()}
      title={`What may ${project.name} cost?`}
      focusFirst={field}
      actions={
        <>
          <Button onClick={onDone}>Keep the limits</Button>
          <Button kind="primary" type="submit" form={form} disabled={!ready}>
            {busy ? 'Setting' : 'Set limits'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void send(event)} noValidate className="flex flex-col gap-3">
        <Field
          ref={field}
          label="All runs together, in dollars"
          inputMode="decimal"
          autoComplete="off"
          placeholder="no limit"
          value={total}
          error={budget.error}
          hint="Empty means no limit."
          onChange={(event) => setTotal(event.target.value)}
        />
        <Field
          label="One day (UTC), in dollars"
          inputMode="decimal"
          autoComplete="off"
          placeholder="no limit"
          value={day}
          error={dayBudget.error}
          hint="A run that has spent it continues at 00:00 UTC."
          onChange={(event) => setDay(event.target.value)}
        />
      </form>
      <p className="mt-3 text-(--text-2)">
        They also limit a run that is active now. A run that has paused because of a budget continues by itself.
      </p>
      <div className="mt-3 empty:hidden">
        <ActNotice
          state={state}
          notDone="The limits did not change."
          notKnown="It is not known whether the limits changed."
        >
          When the connection is back, this page shows them.
        </ActNotice>
      </div>
    </Dialog>
  )
}
