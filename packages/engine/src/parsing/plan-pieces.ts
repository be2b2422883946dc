import type { Plan, PlanEpic, PlanTask } from '../domain/plan.ts'
import type { ParsedPlan } from '../plan/parse-plan.ts'

/** The first piece: the whole result of a plan with mistakes, or a valid plan without its epics. */
type Head = Exclude<ParsedPlan, { ok: true }> | ({ ok: true } & Omit<Plan, 'epics'>)
/** An entry of the later pieces: an epic without its tasks, or a task of the epic before it. */
type Entry = { epic: Omit<PlanEpic, 'tasks'> } | { task: PlanTask }

const ENTRIES_AT_ONCE = 500

/** Divides a parsed plan into JSON texts. A single message with 50,000 tasks would block the thread that receives it for 400 ms. */
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

/** Joins the texts of `planPieces` to the parsed plan. */
export async function joinedPlan(pieces: AsyncIterable<string>): Promise<ParsedPlan> {
  let head: Head | null = null
  const epics: (PlanEpic & { tasks: PlanTask[] })[] = []
  for await (const piece of pieces) {
    if (head === null) head = JSON.parse(piece) as Head
    else for (const entry of JSON.parse(piece) as Entry[]) add(epics, entry)
  }
  if (head === null) throw new Error('the thread that parses plans ended without a result')
  if (!head.ok) return head
  const { ok, ...rest } = head
  return { ok, plan: { ...rest, epics } }
}

function add(epics: (PlanEpic & { tasks: PlanTask[] })[], entry: Entry): void {
  if ('epic' in entry) epics.push({ ...entry.epic, tasks: [] })
  else epics.at(-1)?.tasks.push(entry.task)
}
