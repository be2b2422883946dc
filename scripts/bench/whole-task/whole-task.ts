import { join } from 'node:path'
import type { Row } from '../table.ts'
import { coppiceMs } from '../throughput/coppice.ts'
import { comparison, type Measured } from './comparison.ts'
import { filesRepository, inMemory } from './files-repository.ts'
import { shellLoopMs } from './shell-loop.ts'

const ROUNDS = 3
const SIZES = [
  { files: 2_000, tasks: 32, limit: 0.4 },
  { files: 20_000, tasks: 16, limit: 0.25 },
]
const AT_ONCE = [1, 8]
const COMMAND = 'echo $key > $key.txt && git add --all && git commit --quiet --message $key'

/**
 * Measures whole tasks with an agent that commits one file, and compares them with a loop of plain git. A task of Coppice contains its lease,
 * the import of its commit, its merge, and a durable record of each status. The start of the run and its delivery are included. The rounds of
 * both take turns. Each contender has a repository of its own.
 */
export const wholeTask = (sizes = SIZES, atOnce = AT_ONCE, rounds = ROUNDS): Promise<Row[]> =>
  // The process that starts agents lives as long as this one and keeps its temporary folder. So all sizes have one folder.
  inMemory(async (folder) => {
    const rows: Row[] = []
    for (const { files, tasks, limit } of sizes) {
      for (const slots of atOnce) {
        const what = `a task in ${files} files, ${slots} at once, Coppice ÷ shell`
        const measured = await inTurns(join(folder, `${files}-${slots}`), { files, tasks, slots, rounds })
        rows.push(comparison(what, measured, limit))
      }
    }
    return rows
  })

async function inTurns(
  folder: string,
  { files, tasks, slots, rounds }: { files: number; tasks: number; slots: number; rounds: number },
): Promise<Measured[]> {
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')]
  for (const path of [ours, theirs]) filesRepository(path, files)
  const measured: Measured[] = []
  for (let round = 0; round < rounds; round += 1) {
    const command = (key: string) => COMMAND.replaceAll('$key', `${key}-${round}`)
    const coppice = await coppiceMs({ tasks, slots, repositoryPath: ours, command, name: `round-${round}` })
    const shell = await shellLoopMs(theirs, tasks, slots, COMMAND)
    measured.push({ ours: coppice / tasks, theirs: shell / tasks })
  }
  return measured
}
