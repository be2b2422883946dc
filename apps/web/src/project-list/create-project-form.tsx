'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { Fault } from '../client/faults.ts'
import { useCommand } from '../client/use-command.ts'
import { projectAddress } from '../shell/addresses.ts'
import { Button } from '../ui/button.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { Field } from '../ui/field.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { EMPTY_FORM, errorsOf, type FormErrors, withPath } from './project-form.ts'
import { CREATE_PROJECT } from './project-list-documents.ts'

type State = { kind: 'asking'; errors: FormErrors } | { kind: 'fault'; fault: Fault } | { kind: 'unreachable' }

/** Makes a project of a repository on the server's machine, and goes to it. */
export function CreateProjectForm() {
  const router = useRouter()
  const { busy, send } = useCommand(CREATE_PROJECT)
  const [form, setForm] = useState(EMPTY_FORM)
  const [state, setState] = useState<State>({ kind: 'asking', errors: {} })
  const errors = state.kind === 'asking' ? state.errors : {}

  async function create(event: FormEvent) {
    event.preventDefault()
    const repositoryPath = form.repositoryPath.trim()
    if (repositoryPath === '')
      return setState({ kind: 'asking', errors: { repositoryPath: 'Enter the path of a git repository.' } })
    const baseBranch = form.baseBranch.trim() === '' ? null : form.baseBranch.trim()
    const outcome = await send({ repositoryPath, name: form.name.trim(), baseBranch })
    if (outcome.kind !== 'answered') return setState(outcome)
    const answer = outcome.data.createProject
    if (answer.__typename === 'CreateProjectSuccess') return router.push(projectAddress(answer.project.id))
    setState({ kind: 'asking', errors: errorsOf(answer) })
  }

  return (
    <form onSubmit={(event) => void create(event)} className="grid gap-3" noValidate>
      <Field
        label="Path on the server"
        mono
        name="repositoryPath"
        autoComplete="off"
        spellCheck={false}
        placeholder="/home/me/src/textkit"
        value={form.repositoryPath}
        error={errors.repositoryPath ?? null}
        onChange={(event) => setForm(withPath(form, event.target.value))}
      />
      <div className="grid grid-cols-2 gap-3 max-[719px]:grid-cols-1">
        <Field
          label="Name"
          name="name"
          autoComplete="off"
          value={form.name}
          error={errors.name ?? null}
          onChange={(event) => setForm({ ...form, name: event.target.value })}
        />
        <Field
          label="Base branch"
          mono
          name="baseBranch"
          autoComplete="off"
          spellCheck={false}
          placeholder="what is checked out"
          value={form.baseBranch}
          error={errors.baseBranch ?? null}
          onChange={(event) => setForm({ ...form, baseBranch: event.target.value })}
        />
      </div>
      {state.kind === 'fault' && <FaultNotice title="No project was made." fault={state.fault} />}
      {state.kind === 'unreachable' && (
        <Refusal title="It is not known whether the project was made." errorType="no answer">
          The server did not answer. The list of projects says what is, once the connection is back.
        </Refusal>
      )}
      <div>
        <Button type="submit" kind="primary" disabled={busy}>
          {busy ? 'Creating the project' : 'Create project'}
        </Button>
      </div>
    </form>
  )
}
