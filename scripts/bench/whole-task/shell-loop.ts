import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What a user of a shell writes to let agents work in parallel. Only one merge at a time can use the checkout. */
const LOOP = `
set -e
repository=$1; trees=$2; step=$3; tasks=$4; number=$5
while [ $number -lt $tasks ]; do
  key=$(basename $trees)-$number
  git -C $repository worktree add --quiet --no-track -b work/$key $trees/$key main 2>/dev/null
  (cd $trees/$key; eval "$6")
  flock $trees/lock git -C $repository merge --quiet --no-ff --message "Merge $key" work/$key
  git -C $repository worktree remove $trees/$key
  number=$((number + step))
done`

/**
 * Does tasks with plain git: `worktree add`, the command of the agent, `merge --no-ff`, `worktree remove`.
 * @param command a shell command, in which `$key` is the name of the task
 * @returns the time in ms
 */
export async function shellLoopMs(repository: string, tasks: number, slots: number, command: string): Promise<number> {
  const trees = mkdtempSync(join(process.env.TMPDIR ?? '/tmp', 'trees-'))
  const started = performance.now()
  const loops = Array.from({ length: slots }, (_, slot) =>
    promisify(execFile)('sh', [
      '-c',
      LOOP,
      'sh',
      repository,
      trees,
      String(slots),
      String(tasks),
      String(slot),
      command,
    ]),
  )
  await Promise.all(loops)
  return performance.now() - started
}
