/** What the start panel asks for. */
export interface StartForm {
  mode: 'PARALLEL' | 'SEQUENTIAL'
  slots: number
  strategy: 'BATCHES' | 'CONTINUOUS'
  isolation: 'TASK' | 'EPIC'
}

export const FIRST_FORM: StartForm = { mode: 'PARALLEL', slots: 3, strategy: 'BATCHES', isolation: 'TASK' }

/** As a POSIX shell reads it. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** What starts the same run at a terminal. The plan's file is known to the person alone. */
export function startCommand(project: { name: string; repositoryPath: string }, form: StartForm): string {
  const { mode, slots, strategy, isolation } = form
  const parallel =
    mode === 'PARALLEL'
      ? ` --parallel --max-concurrency ${slots} --strategy ${strategy.toLowerCase()} --isolation ${isolation.toLowerCase()}`
      : ''
  return `coppice run --repo ${quoted(project.repositoryPath)} --name ${quoted(project.name)} --plan coppice.plan.yaml${parallel}`
}
