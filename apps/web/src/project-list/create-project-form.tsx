'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useCommand } from '../client/use-command.ts'
import { useCommandState } from '../client/use-command-state.ts'
import { projectAddress } from '../shell/addresses.ts'
import { Button } from '../ui/button.tsx'
import { CommandNotice } from '../ui/command-notice.tsx'
import { Field } from '../ui/field.tsx'
import { EMPTY_FORM, errorsOf, type FormErrors, withPath } from './project-form.ts'
import { CREATE_PROJECT } from './project-list-documents.ts'

/** A form that creates a project for a repository on the machine of the server, and then opens the project. */
export function CreateProjectForm() {
  const router = useRouter()
  const { busy, send } = useCommand(CREATE_PROJECT)
  const [form, setForm] = useState(EMPTY_FORM)
  const { state, refuse, dataOf } = useCommandState<FormErrors>()
  const errors: FormErrors = state.kind === 'refused' ? state.refused : {}

  async function create(event: FormEvent) {
    event.preventDefault()
    const repositoryPath = form.repositoryPath.trim()
    if (repositoryPath === '') return refuse({ repositoryPath: 'Enter the path of a git repository.' })
    const baseBranch = form.baseBranch.trim() === '' ? null : form.baseBranch.trim()
    const result = dataOf(await send({ repositoryPath, name: form.name.trim(), baseBranch }))?.createProject
    if (result === undefined) return
    if (result.__typename === 'CreateProjectSuccess') return router.push(projectAddress(result.project.id))
    refuse(errorsOf(result))
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
          placeholder="the branch that is checked out"
          value={form.baseBranch}
          error={errors.baseBranch ?? null}
          onChange={(event) => setForm({ ...form, baseBranch: event.target.value })}
        />
      </div>
      <CommandNotice
        state={state}
        notDone="The project was not created."
        notKnown="It is not known whether the project was created."
      >
        When the connection is back, the list of projects shows it.
      </CommandNotice>
      <div>
        <Button type="submit" kind="primary" disabled={busy}>
          {busy ? 'Creating the project' : 'Create project'}
        </Button>
      </div>
    </form>
  )
}
