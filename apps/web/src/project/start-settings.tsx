'use client'

import { type ReactNode, useId } from 'react'
import type { StartForm } from '../start/start-form.ts'
import { Segmented } from '../ui/segmented.tsx'
import { SlotsStepper } from '../ui/slots-stepper.tsx'
import { BudgetField, BudgetHint } from './budget-field.tsx'

const MODES = [
  { value: 'PARALLEL', label: 'PARALLEL' },
  { value: 'SEQUENTIAL', label: 'SEQUENTIAL' },
] as const
const STRATEGIES = [
  { value: 'BATCHES', label: 'BATCHES' },
  { value: 'CONTINUOUS', label: 'CONTINUOUS' },
] as const
const ISOLATIONS = [
  { value: 'TASK', label: 'TASK' },
  { value: 'EPIC', label: 'EPIC' },
] as const

const STRATEGY_WORDS: Record<StartForm['strategy'], string> = {
  BATCHES: 'One batch after the other, with merges in plan order. The resulting tree does not depend on timing.',
  CONTINUOUS:
    'A task starts as soon as the tasks that it needs are merged. Faster, but the resulting tree may depend on timing.',
}
const ISOLATION_WORDS: Record<StartForm['isolation'], string> = {
  TASK: 'Each running task has its own worktree.',
  EPIC: 'Each epic has one worktree. Its tasks run one after the other.',
}

export interface StartSettingsProps {
  form: StartForm
  onForm: (form: StartForm) => void
  /** The row that says which tasks the run has: all tasks, or the chosen tasks. */
  tasks: ReactNode
  /** What the project may cost. */
  limits: ReactNode
}

export function StartSettings({ form, onForm, tasks, limits }: StartSettingsProps) {
  const hintId = useId()
  const parallel = form.mode === 'PARALLEL'
  return (
    <>
      <Row label="Mode">
        <Segmented label="Mode" options={MODES} value={form.mode} onChange={(mode) => onForm({ ...form, mode })} />
      </Row>
      <Row label="Slots">
        {parallel ? (
          <SlotsStepper value={form.slots} disabled={false} onChange={(slots) => onForm({ ...form, slots })} />
        ) : (
          <span className="text-(--text-2)">1: tasks run one after the other, in plan order</span>
        )}
      </Row>
      {parallel && (
        <>
          <Row label="Strategy" words={STRATEGY_WORDS[form.strategy]}>
            <Segmented
              label="Strategy"
              options={STRATEGIES}
              value={form.strategy}
              onChange={(strategy) => onForm({ ...form, strategy })}
            />
          </Row>
          <Row label="Isolation" words={ISOLATION_WORDS[form.isolation]}>
            <Segmented
              label="Isolation"
              options={ISOLATIONS}
              value={form.isolation}
              onChange={(isolation) => onForm({ ...form, isolation })}
            />
          </Row>
        </>
      )}
      <Row label="Budget" words={<BudgetHint id={hintId} value={form.budget} />}>
        <BudgetField hintId={hintId} value={form.budget} onChange={(budget) => onForm({ ...form, budget })} />
      </Row>
      <Row label="Project">{limits}</Row>
      <Row label="Tasks">{tasks}</Row>
    </>
  )
}

function Row({ label, words, children }: { label: string; words?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-[35px] items-center py-[3px] max-[719px]:min-h-[52px]">
      <span aria-hidden="true" className={`w-[92px] flex-none text-(--text-2) ${words ? 'self-start pt-[5px]' : ''}`}>
        {label}
      </span>
      <div className="min-w-0">
        {children}
        {words && <p className="mt-1 text-(--text-2) text-[12px]">{words}</p>}
      </div>
    </div>
  )
}
