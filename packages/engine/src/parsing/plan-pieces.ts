import type { Plan, PlanEpic, PlanTask } from '../domain/plan.ts'
import type { ParsedPlan } from '../plan/parse-plan.ts'

/** A parsed plan as JSON texts. Receiving 50,000 tasks in one message would block the receiver for 400 ms. */
type Head = Exclude<ParsedPlan, { ok: true }> | ({ ok: true } & Omit<Plan, 'epics'>)
/** The tasks of an epic follow the epic. */
type Entry = { epic: Omit<PlanEpic, 'tasks'> } | { task: PlanTask }

const ENTRIES_AT_ONCE = 500

export function* planPieces(parsed: ParsedPlan): Generator<string> {
  if (!parsed.ok) return yield JSON.stringify(parsed satisfies Head)
  const { epics, ...rest } = parsed.plan
  yield JSON.stringify({ ok: true, ...rest } satisfies Head)
  let some: Entry[] = []
  for (const entry of entries(epics)) {
    some.push(entry)
    if (some.length < ENTRIES_AT_ONCE) continue
    yield JSON.stringify(some)
    some = []
  }
  yield JSON.stringify(some)
}

function* entries(epics: readonly PlanEpic[]): Generator<Entry> {
  for (const { tasks, ...epic } of epics) {
    yield { epic }
    for (const task of tasks) yield { task }
  }
}

export async function joinedPlan(pieces: AsyncIterable<string>): Promise<ParsedPlan> {
  let head: Head | null = null
  const epics: (PlanEpic & { tasks: PlanTask[] })[] = []
  for await (const piece of pieces) {
    if (head === null) head = JSON.parse(piece) as Head
    else for (const entry of JSON.parse(piece) as Entry[]) add(epics, entry)
  }
  if (head === null) throw new Error('the thread that reads plans sent nothing')
  if (!head.ok) return head
  const { ok, ...rest } = head
  return { ok, plan: { ...rest, epics } }
}

function add(epics: (PlanEpic & { tasks: PlanTask[] })[], entry: Entry): void {
  if ('epic' in entry) epics.push({ ...entry.epic, tasks: [] })
  else epics.at(-1)?.tasks.push(entry.task)
}
