import Link from 'next/link'
import type { ReactNode } from 'react'
import { runAddress } from '../shell/addresses.ts'
import { buttonClass } from '../ui/button.tsx'
import { Cycles } from '../ui/cycles.tsx'
import { Refusal } from '../ui/refusal.tsx'
import type { RefusedStart } from './use-start.ts'

/** Says why the server refused to start the run, and what to do. */
export function StartRefusal({ refused }: { refused: RefusedStart }) {
  switch (refused.__typename) {
    case 'RunActiveError':
      return <OtherRun run={refused.run} errorType={refused.__typename} />
    case 'NothingToDoError':
      return (
        <Refusal status="COMPLETED" title="Not started: every task is done." errorType={refused.__typename}>
          Import a plan with new tasks, then start again.
        </Refusal>
      )
    case 'CircularDependencyError':
      return (
        <ServerRefusal refused={refused} title="Not started: the plan has a cycle.">
          <Cycles cycles={refused.cycles} />
        </ServerRefusal>
      )
    case 'InvalidInputError':
      return (
        <Refusal title="Not started: the server rejected these settings." errorType={refused.__typename}>
          <ul>
            {refused.fields.map((field) => (
              <li key={field.path}>
                <code>{field.path}</code> {field.message}
              </li>
            ))}
          </ul>
        </Refusal>
      )
    case 'InvalidRepositoryError':
      return <ServerRefusal refused={refused} title="Not started: the repository cannot be used as it is." />
    case 'NotFoundError':
      return <ServerRefusal refused={refused} title="Not started: the project no longer exists." />
  }
}

interface OtherRunProps {
  run: { id: string; number: number; project: { id: string } }
  errorType: string
}

function OtherRun({ run, errorType }: OtherRunProps) {
  const actions = (
    <Link href={runAddress(run.project.id, run.id)} className={buttonClass()}>
      Open run {run.number}
    </Link>
  )
  return (
    <Refusal
      status="RUNNING"
      title={`Not started: run ${run.number} is active.`}
      errorType={errorType}
      actions={actions}
    >
      A project has one active run at a time. Open that run, or cancel it and start again. Its completed tasks stay
      done.
    </Refusal>
  )
}

function ServerRefusal({ refused, title, children }: { refused: RefusedStart; title: string; children?: ReactNode }) {
  return (
    <Refusal title={title} errorType={refused.__typename}>
      {refused.message}
      {children}
    </Refusal>
  )
}
