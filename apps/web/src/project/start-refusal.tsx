import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ResultOf } from '../client/graphql.ts'
import { runAddress } from '../shell/addresses.ts'
import { buttonClass } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { Cycles } from './cycles.tsx'
import type { START_PARALLEL, START_SEQUENTIAL } from './project-documents.ts'

type Answer = ResultOf<typeof START_PARALLEL>['startParallel'] | ResultOf<typeof START_SEQUENTIAL>['startSequential']
export type RefusedStart = Exclude<Answer, { run: { id: string; number?: never } }>

/** Why nothing was started, and the way on. */
export function StartRefusal({ refused, projectId }: { refused: RefusedStart; projectId: string }) {
  switch (refused.__typename) {
    case 'RunActiveError':
      return (
        <Refusal
          status="RUNNING"
          title={`Not started: run ${refused.run.number} is active.`}
          errorType={refused.__typename}
          actions={
            <Link href={runAddress(projectId, refused.run.id)} className={buttonClass()}>
              Open run {refused.run.number}
            </Link>
          }
        >
          A project has one active run at a time. Open it, or cancel it and start again; what it has completed stays
          done.
        </Refusal>
      )
    case 'NothingToDoError':
      return (
        <Refusal status="COMPLETED" title="Not started: every task is done." errorType={refused.__typename}>
          Import a plan with tasks that are not, then start again.
        </Refusal>
      )
    case 'CircularDependencyError':
      return (
        <Said refused={refused} title="Not started: the plan has a cycle.">
          <Cycles cycles={refused.cycles} />
        </Said>
      )
    case 'InvalidInputError':
      return (
        <Said refused={refused} title="Not started: the server does not take these settings.">
          <ul className="mt-1.5">
            {refused.fields.map((field) => (
              <li key={field.path}>
                <code>{field.path}</code> {field.message}
              </li>
            ))}
          </ul>
        </Said>
      )
    case 'InvalidRepositoryError':
      return <Said refused={refused} title="Not started: the repository cannot be used as it is." />
    case 'NotFoundError':
      return <Said refused={refused} title="Not started: the project is no longer there." />
  }
}

function Said({ refused, title, children }: { refused: RefusedStart; title: string; children?: ReactNode }) {
  return (
    <Refusal title={title} errorType={refused.__typename}>
      {refused.message}
      {children}
    </Refusal>
  )
}
