'use client'

import { type ChangeEvent, type DragEvent, useId, useRef, useState } from 'react'
import { useCommand } from '../client/use-command.ts'
import { useCommandState } from '../client/use-command-state.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { CommandNotice } from '../ui/command-notice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { lineRange } from './lines.ts'
import { PlanChangesView } from './plan-changes-view.tsx'
import { PlanProblems, type RefusedImport } from './plan-problems.tsx'
import { IMPORT_PLAN, type PlanChanges } from './project-documents.ts'

export interface ImportPlanDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
  onImported: () => void
}

interface Preview {
  source: string
  changes: PlanChanges
}

/** A dialog that takes the text or the file of a plan, shows what the plan changes, and then imports it. */
export function ImportPlanDialog({ projectId, open, onOpenChange, onImported }: ImportPlanDialogProps) {
  const { busy, send } = useCommand(IMPORT_PLAN)
  const [source, setSource] = useState('')
  const [preview, setPreview] = useState<Preview | null>(null)
  const [allowed, setAllowed] = useState(false)
  const { state, clear, refuse, dataOf } = useCommandState<RefusedImport>()
  const text = useRef<HTMLTextAreaElement>(null)
  const removed = preview?.changes.removedSafeguards ?? []

  async function ask(dryRun: boolean) {
    const mayRemove = allowed ? removed : []
    const result = dataOf(await send({ projectId, source, dryRun, mayRemove }))?.importPlan
    if (result === undefined) return
    if (result.__typename === 'ImportPlanSuccess' && !dryRun) return done()
    // SafeguardRemovedError after the preview means that the project has got another safeguard since then. So a new preview is shown.
    const shown = result.__typename === 'ImportPlanSuccess' || result.__typename === 'SafeguardRemovedError'
    if (!shown) return refuse(result)
    clear()
    setAllowed(false)
    setPreview({ source, changes: result.changes })
  }

  function done() {
    take('')
    onImported()
    onOpenChange(false)
  }

  function take(plan: string) {
    setSource(plan)
    setPreview(null)
    setAllowed(false)
    clear()
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
      {preview === null ? (
        <Button kind="primary" disabled={busy || source.trim() === ''} onClick={() => void ask(true)}>
          {busy ? 'Reading the plan' : 'Show what changes'}
        </Button>
      ) : (
        <>
          <Button disabled={busy} onClick={() => setPreview(null)}>
            Edit
          </Button>
          <Button
            kind={removed.length > 0 ? 'danger' : 'primary'}
            disabled={busy || (removed.length > 0 && !allowed)}
            onClick={() => void ask(false)}
          >
            {busy ? 'Importing' : 'Import plan'}
          </Button>
        </>
      )}
    </>
  )
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={preview === null ? 'Import a plan' : 'What this plan changes'}
      width={680}
      focusFirst={text}
      actions={actions}
    >
      {preview === null ? (
        <>
          <p className="text-(--text-2)">
            YAML or JSON. Coppice matches epics and tasks by key. Done tasks stay done, changed tasks are updated, and
            missing tasks are archived. The plan's settings replace the project's for later runs.
          </p>
          <PlanText ref={text} value={source} onText={take} />
        </>
      ) : (
        <PlanChangesView changes={preview.changes} allowed={allowed} onAllow={setAllowed} />
      )}
      <CommandNotice
        state={state}
        notDone="Nothing was imported."
        notKnown="It is not known whether the plan was imported."
        refusal={(refused) => <PlanProblems refused={refused} onShow={show} />}
      >
        Importing the same plan again changes nothing.
      </CommandNotice>
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
