'use client'

import { type ChangeEvent, type DragEvent, useId, useRef, useState } from 'react'
import type { Fault } from '../client/faults.ts'
import { useCommand } from '../client/use-command.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { lineRange } from './lines.ts'
import { PlanProblems, type RefusedImport } from './plan-problems.tsx'
import { IMPORT_PLAN } from './project-documents.ts'

type State =
  | { kind: 'ready' }
  | { kind: 'refused'; refused: RefusedImport }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'unreachable' }

export interface ImportPlanDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
  onImported: () => void
}

/** Takes a plan, pasted or from a file. Nothing is imported while anything in it is wrong. */
export function ImportPlanDialog({ projectId, open, onOpenChange, onImported }: ImportPlanDialogProps) {
  const { busy, send } = useCommand(IMPORT_PLAN)
  const [source, setSource] = useState('')
  const [state, setState] = useState<State>({ kind: 'ready' })
  const text = useRef<HTMLTextAreaElement>(null)

  async function importIt() {
    const outcome = await send({ projectId, source })
    if (outcome.kind !== 'answered') return setState(outcome)
    const answer = outcome.data.importPlan
    if (answer.__typename !== 'ImportPlanSuccess') return setState({ kind: 'refused', refused: answer })
    setState({ kind: 'ready' })
    onImported()
    onOpenChange(false)
  }

  function take(plan: string) {
    setSource(plan)
    setState({ kind: 'ready' })
  }

  function show(line: number) {
    const { from, to } = lineRange(source, line)
    const area = text.current
    if (area === null) return
    area.focus()
    area.setSelectionRange(from, to)
    area.scrollTop = (line - 4) * LINE_HEIGHT
  }

  const actions = (
    <>
      <Button onClick={() => onOpenChange(false)}>Keep the plan</Button>
      <Button kind="primary" disabled={busy || source.trim() === ''} onClick={() => void importIt()}>
        {busy ? 'Importing' : 'Import plan'}
      </Button>
    </>
  )
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Import a plan"
      width={680}
      focusFirst={text}
      actions={actions}
    >
      <p className="text-(--text-2)">
        YAML or JSON. Epics and tasks are matched by key: what is done stays done, what changed is updated, what is no
        longer there is archived. The plan's settings replace the project's, for runs that start later.
      </p>
      <PlanText ref={text} value={source} onText={take} />
      {state.kind === 'refused' && <PlanProblems refused={state.refused} onShow={show} />}
      {state.kind === 'fault' && <FaultNotice title="Nothing imported." fault={state.fault} />}
      {state.kind === 'unreachable' && (
        <Refusal title="Nothing is known of the import." errorType="no answer">
          The server did not answer. Importing the same plan again changes nothing.
        </Refusal>
      )}
    </Dialog>
  )
}

const LINE_HEIGHT = 17

interface PlanTextProps {
  ref: React.Ref<HTMLTextAreaElement>
  value: string
  onText: (text: string) => void
}

function PlanText({ ref, value, onText }: PlanTextProps) {
  const id = useId()
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    if (file) onText(await file.text())
    event.target.value = ''
  }
  const drop = async (event: DragEvent) => {
    const file = event.dataTransfer.files[0]
    if (!file) return
    event.preventDefault()
    onText(await file.text())
  }
  return (
    <div className="my-3">
      <div className="mb-1.5 flex items-center justify-between">
        <label htmlFor={id} className="text-(--text-2) text-[12px]">
          Plan: paste it, or drop a file here
        </label>
        <label
          className={`${buttonClass('plain')} has-focus-visible:outline-2 has-focus-visible:outline-(--ink) has-focus-visible:outline-offset-2`}
        >
          Choose a file…
          <input type="file" accept=".yaml,.yml,.json" className="sr-only" onChange={(event) => void choose(event)} />
        </label>
      </div>
      <textarea
        ref={ref}
        id={id}
        value={value}
        spellCheck={false}
        onChange={(event) => onText(event.target.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => void drop(event)}
        placeholder={EXAMPLE}
        className="block h-64 w-full resize-y whitespace-pre rounded-(--r) border border-(--line) bg-(--bg) p-2.5 font-mono text-[11.5px] leading-[17px] placeholder:text-(--text-3) max-[719px]:h-48"
      />
    </div>
  )
}

const EXAMPLE = `verify: npm test
epics:
  - key: core
    name: Core functions
    tasks:
      - key: slugify
        description: Add slugify()
        agent: command
        run: ./scripts/slugify.sh`
