import type { Row } from '../table.ts'
import { coppiceMs } from './coppice.ts'
import { installPeers, nxMs, wireitMs } from './peers.ts'

const TASKS = 1_000
const SLOTS = 8
const ROUNDS = 3

/** What a task costs that does nothing, beside two that store nothing; git is left out on both sides. In turns, the median counts. */
export async function throughput(): Promise<Row[]> {
  installPeers()
  const coppice: number[] = []
  const wireit: number[] = []
  const nx: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    coppice.push(await coppiceMs(TASKS, SLOTS))
    wireit.push(wireitMs(TASKS, SLOTS))
    nx.push(nxMs(TASKS, SLOTS))
  }
  const [ours, theirs, others] = [coppice, wireit, nx].map(median) as [number, number, number]
  return [
    { what: `Coppice ÷ wireit, ${said(ours)} ÷ ${said(theirs)}`, is: ours / theirs, limit: 1 },
    { what: `Coppice ÷ nx run-many, ${said(ours)} ÷ ${said(others)}`, is: ours / others, limit: 0.5 },
  ]
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const said = (ms: number): string => `${(ms / TASKS).toFixed(1)} ms a task`
