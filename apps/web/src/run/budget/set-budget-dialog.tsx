'use client'

import { type FormEvent, useId, useRef, useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { ActNotice } from '../../ui/act-notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { typedBudget } from '../../words/budget.ts'
import { dollars } from '../../words/format.ts'
import type { RunView } from '../view/run-view.ts'
import { runSpend } from '../view/spend.ts'
import { SET_BUDGET } from './budget-documents.ts'

export interface SetBudgetDialogProps {
  view: RunView
  stale: boolean
  onDone: () => void
}

/** A dialog that changes what the run may cost. A run that has paused because of its budget then continues. */
export function SetBudgetDialog({ view, stale, onDone }: SetBudgetDialogProps) {
  const { act, busy, state } = useAct(SET_BUDGET, (data) => data.setBudget)
  const [text, setText] = useState(view.budgetUsd === null ? '' : String(view.budgetUsd))
  const form = useId()
  const field = useRef<HTMLInputElement>(null)
  const { usd, error } = typedBudget(text)
  const { usd: spentUsd, unpriced } = runSpend(view)
  const ready = error === null && usd !== view.budgetUsd && !busy && !stale
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (ready && (await act({ runId: view.id, budgetUsd: usd })) !== null) onDone()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone()}
      title={`What may run ${view.number} cost?`}
      focusFirst={field}
      actions={
        <>
          <Button onClick={onDone}>Keep the budget</Button>
          <Button kind="primary" type="submit" form={form} disabled={!ready}>
            {busy ? 'Setting' : 'Set budget'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void send(event)} noValidate>
        <Field
          ref={field}
          label="Budget in dollars"
          inputMode="decimal"
          autoComplete="off"
          placeholder="no limit"
          value={text}
          error={error}
          hint={`Empty means no limit. ${spentUsd === null ? 'No cost is known so far.' : `Ended sessions cost ${dollars(spentUsd)} so far.`}`}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <p className="mt-3 text-(--text-2)">
        {view.status === 'PAUSED'
          ? 'If the run has paused because of its budget, it continues by itself, and so do the conversations of its agents. If a person paused it, it stays paused.'
          : 'Running sessions continue. When the budget is spent, they end, their work is kept, and the run pauses.'}
        {unpriced > 0 &&
          ' A plain command is not counted. A session with an unknown cost counts with at least what was reserved for it.'}
      </p>
      <div className="mt-3 empty:hidden">
        <ActNotice
          state={state}
          notDone="The budget did not change."
          notKnown="It is not known whether the budget changed."
        >
          When the connection is back, the top of the page shows it.
        </ActNotice>
      </div>
    </Dialog>
  )
}
