import type { TaskRecord } from '../domain/records.ts'
import type { InvalidInput } from '../domain/refusals.ts'
import type { Sandbox } from '../ports/sandbox.ts'
import { sandboxState } from '../reads/sandbox-state.ts'

export interface SandboxProblems {
  /** Why the run is refused. */
  refused: InvalidInput['fields']
  /** Whether tasks that ask for a sandbox run in one. */
  canConfine: boolean
  /** A sentence for people about tasks that run without the sandbox that the plan asks for, or null. */
  warning: string | null
}

/** Finds out whether this server can confine the agents of these tasks as the plan says. It looks only if a task asks for a sandbox. */
export async function sandboxProblems(
  deps: { sandbox?: Sandbox },
  tasks: readonly Pick<TaskRecord, 'key' | 'settings'>[],
): Promise<SandboxProblems> {
  const keysOf = (use: 'on' | 'required') =>
    tasks.filter(({ settings }) => settings.sandbox === use).map(({ key }) => key)
  const [wanted, required] = [keysOf('on'), keysOf('required')]
  const nothing: SandboxProblems = { refused: [], canConfine: false, warning: null }
  if (wanted.length + required.length === 0) return nothing
  const state = await sandboxState(deps)
  if (state.is === 'usable') return { ...nothing, canConfine: true }
  const [first, ...others] = required
  if (first !== undefined) {
    const more =
      others.length === 0
        ? ''
        : `. The same is true for ${others.length === 1 ? 'one more task' : `${others.length} more tasks`}`
    const message = `the plan requires a sandbox, and this server cannot confine agents: ${state.why}${more}`
    return { ...nothing, refused: [{ path: `tasks.${first}.sandbox`, message }] }
  }
  const which =
    wanted.length === tasks.length ? 'The agents' : `The agents of ${wanted.length} of ${tasks.length} tasks`
  return {
    ...nothing,
    warning: `WARNING: ${which} of this run work WITHOUT the sandbox that the plan asks for, because ${state.why}. To refuse such a run, write "sandbox: required" in the plan.`,
  }
}
