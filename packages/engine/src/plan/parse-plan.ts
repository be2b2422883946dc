import { LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import type { Plan, PlanProblem } from '../domain/plan.ts'
import { rootOf, type Source, TooMuch } from '../shapes/place.ts'
import { Problems } from '../shapes/problems.ts'
import { report } from '../shapes/shape.ts'
import { checkAgents } from './check-agents.ts'
import { checkCycles } from './check-cycles.ts'
import { checkEnvironment } from './check-environment.ts'
import { checkReferences } from './check-references.ts'
import { type PlanFile, planFile } from './plan-file.ts'
import { resolvePlan } from './resolve-plan.ts'

export const LARGEST_PLAN_BYTES = 2 * 1024 * 1024

export interface ParsePlanOptions {
  /** Keys of tasks that the project knows as done, including archived ones. Dependencies may name them (P1). */
  knownTaskKeys?: ReadonlySet<string>
}

export type ParsedPlan =
  | { ok: true; plan: Plan }
  | {
      ok: false
      /** In the order of the file. Each cycle is one problem. */
      problems: readonly PlanProblem[]
      /** P1: the cycles, when nothing else is wrong. Each is a list of task keys: a key waits for the next, the last for the first. */
      cycles?: readonly (readonly string[])[]
    }

/** Reads a plan file of at most 2 MiB, YAML or JSON. It never throws: it reports all mistakes at once as problems. */
export function parsePlan(source: string, { knownTaskKeys = new Set() }: ParsePlanOptions = {}): ParsedPlan {
  if (Buffer.byteLength(source) > LARGEST_PLAN_BYTES) return refused('the plan is larger than 2 MiB')
  const lines = new LineCounter()
  const problems = new Problems(lines)
  // `uniqueKeys` compares each key with every other (two minutes for 100,000 keys); the shapes find repeated keys themselves.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: false })
  for (const error of document.errors) problems.add(error.pos[0], '', syntaxMessage(error))
  if (problems.any) return { ok: false, problems: problems.list() }
  return read({ document, problems, anchors: new Map(), values: 0, aliases: 0 }, knownTaskKeys)
}

function read(source: Source, knownTaskKeys: ReadonlySet<string>): ParsedPlan {
  try {
    const file = planFile.read(rootOf(source))
    checkReferences(file, knownTaskKeys)
    checkAgents(file)
    checkEnvironment(file)
    checkNotEmpty(file, source)
    const otherwiseSound = !source.problems.any
    const cycles = checkCycles(file)
    if (!source.problems.any) return { ok: true, plan: resolvePlan(file) }
    return { ok: false, problems: source.problems.list(), ...(otherwiseSound ? { cycles } : {}) }
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error
    return { ok: false, problems: [source.problems.at(error.offset, '', error.message)] }
  }
}

/** Importing a plan without tasks would archive every task of the project, which is more likely a mistake than intended. */
function checkNotEmpty(file: PlanFile, source: Source): void {
  const empty = file.epics.every((epic) => epic.tasks.length === 0)
  if (empty && !source.problems.any) report(rootOf(source), 'the plan has no task')
}

function syntaxMessage({ code, message }: YAMLParseError): string {
  if (code === 'RESOURCE_EXHAUSTION') return 'values are nested too deeply'
  if (code === 'MULTIPLE_DOCS') return 'expected one document; a second begins here'
  return `neither YAML nor JSON: ${message}`
}

const refused = (message: string): ParsedPlan => ({
  ok: false,
  problems: [{ message, path: '', line: null, column: null }],
})
