/** `pnpm bench [scheduling] [planning] …` measures speed and memory, and prints each figure with its limit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expertise } from './bench/expertise.ts'
import { growth } from './bench/growth.ts'
import { ledger } from './bench/ledger.ts'
import { memory } from './bench/memory.ts'
import { modelSessions } from './bench/model-sessions.ts'
import { output } from './bench/output.ts'
import { pixel } from './bench/pixel.ts'
import { planning } from './bench/planning.ts'
import { readers } from './bench/readers.ts'
import { requests } from './bench/requests.ts'
import { scheduling } from './bench/scheduling.ts'
import { silence } from './bench/silence.ts'
import { isKept, type Row, table } from './bench/table.ts'
import { throughput } from './bench/throughput/throughput.ts'
import { oneMerge } from './bench/whole-task/one-merge.ts'
import { wholeTask } from './bench/whole-task/whole-task.ts'

const BENCHES: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  scheduling,
  planning,
  growth,
  output,
  readers,
  silence,
  requests,
  expertise,
  ledger,
  sessions: modelSessions,
  pixel,
  memory,
  throughput,
  task: wholeTask,
  merge: oneMerge,
}

/** The folder for all files of the benches, such as data of servers and output of agents. It is removed at the end. */
const scratch = mkdtempSync(join(tmpdir(), 'coppice-bench-'))
process.env.TMPDIR = scratch
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. The benches are ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}
const rows: Row[] = []
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const found = await bench()
  console.log(table(found))
  rows.push(...found)
}
process.exitCode = rows.every(isKept) ? 0 : 1
