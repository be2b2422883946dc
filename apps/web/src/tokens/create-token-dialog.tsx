'use client'

import { type FormEvent, useRef, useState } from 'react'
import type { ResultOf } from '../client/graphql.ts'
import { useAct } from '../client/use-act.ts'
import { Button } from '../ui/button.tsx'
import { CommandNotice } from '../ui/command-notice.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { CREATE_TOKEN, type Token } from './token-documents.ts'

const DAY_MS = 86_400_000
const ROLES: readonly { value: Token['role']; label: string; may: string }[] = [
  { value: 'VIEWER', label: 'Viewer', may: 'Reads everything, changes nothing.' },
  { value: 'OPERATOR', label: 'Operator', may: 'Also starts, cancels, pauses and retries runs.' },
  {
    value: 'ADMIN',
    label: 'Admin',
    may: 'Also creates projects and tokens, and imports plans, which contain shell commands.',
  },
]
const LIVES = [
  { value: '7', label: '7 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '', label: 'Never' },
] as const
type Life = (typeof LIVES)[number]['value']

type Created = Extract<ResultOf<typeof CREATE_TOKEN>['createAccessToken'], { token: string }>

export interface CreateTokenDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onCreated: () => void
}

/** A dialog that creates a token and then shows it, until the dialog is closed. */
export function CreateTokenDialog({ open, onOpenChange, onCreated }: CreateTokenDialogProps) {
  const [created, setCreated] = useState<Created | null>(null)
  const close = (next: boolean) => {
    onOpenChange(next)
    if (!next) setCreated(null)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={created === null ? 'Create a token' : `The token ${created.accessToken.name}`}
      actions={<Button onClick={() => close(false)}>{created === null ? 'Close' : 'Done'}</Button>}
    >
      {created === null ? (
        <CreateTokenForm
          onCreated={(made) => {
            setCreated(made)
            onCreated()
          }}
        />
      ) : (
        <NewToken token={created.token} />
      )}
    </Dialog>
  )
}

function NewToken({ token }: { token: string }) {
  return (
    <>
      <p className="mb-3 text-(--text-2)">Copy it now. It is shown only this once, because only its hash is stored.</p>
      <div className="flex items-center gap-2 rounded-(--r) border border-(--line) bg-(--bg-2) px-2.5 py-1.5 max-[719px]:flex-wrap">
        <code className="min-w-0 flex-1 break-all">{token}</code>
        <CopyButton text={token}>Copy</CopyButton>
      </div>
    </>
  )
}

function CreateTokenForm({ onCreated }: { onCreated: (created: Created) => void }) {
  const { busy, state, act } = useAct(CREATE_TOKEN, ({ createAccessToken }) => createAccessToken)
  const [name, setName] = useState('')
  const [role, setRole] = useState<Token['role']>('VIEWER')
  const [life, setLife] = useState<Life>('90')
  const field = useRef<HTMLInputElement>(null)

  async function create(event: FormEvent) {
    event.preventDefault()
    const expiresAt = life === '' ? null : new Date(Date.now() + Number(life) * DAY_MS).toISOString()
    const made = await act({ name: name.trim(), role, expiresAt })
    if (made === null) field.current?.focus()
    else onCreated(made)
  }

  return (
    <form onSubmit={(event) => void create(event)} className="grid gap-4" noValidate>
      <Field
        ref={field}
        label="Name"
        name="name"
        autoComplete="off"
        placeholder="what the token is for"
        value={name}
        error={state.kind === 'refused' ? messageOf(state.refused) : null}
        onChange={(event) => setName(event.target.value)}
      />
      <div>
        <p className="mb-[5px] text-(--text-2) text-[12px]">Role</p>
        <Segmented label="Role" options={ROLES} value={role} onChange={setRole} />
        <p className="mt-1.5 text-(--text-2) text-[12px]">{ROLES.find(({ value }) => value === role)?.may}</p>
      </div>
      <div>
        <p className="mb-[5px] text-(--text-2) text-[12px]">Expires</p>
        <Segmented label="Expires" options={LIVES} value={life} onChange={setLife} />
      </div>
      <CommandNotice
        state={state}
        notDone="The token was not created."
        notKnown="It is not known whether the token was created."
      >
        When the connection is back, the list shows it.
      </CommandNotice>
      <div>
        <Button type="submit" kind="primary" disabled={busy}>
          {busy ? 'Creating the token' : 'Create token'}
        </Button>
      </div>
    </form>
  )
}

type Refused = Exclude<ResultOf<typeof CREATE_TOKEN>['createAccessToken'], { token: string }>

const messageOf = (refused: Refused): string =>
  refused.__typename === 'InvalidInputError' ? refused.fields.map(({ message }) => message).join(' ') : refused.message
