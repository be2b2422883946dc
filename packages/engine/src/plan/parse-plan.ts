import { LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import type { Plan, PlanProblem } from '../domain/plan.ts'
import { rootOf, type Source, TooMuch } from '../shapes/place.ts'
import { Problems } from '../shapes/problems.ts'
import { report } from '../shapes/shape.ts'
import { checkAgents } from './check-agents.ts'
import { checkCycles } from './check-cycles.ts'
import { checkEnvironment } from './check-environment.ts'
import { checkReferences } from './check-references.ts'
import { checkResources } from './check-resources.ts'
import { type PlanFile, planFile } from './plan-file.ts'
import { resolvePlan } from './resolve-plan.ts'

export const LARGEST_PLAN_BYTES = 2 * 1024 * 1024

export interface ParsePlanOptions {
  /**
   * Keys of done tasks of the project that need not be in the plan, such as archived ones. Dependencies may name them (P6). With `any`,
   * a dependency may name every key, because the caller does not know the project's tasks.
   */
  knownTaskKeys?: ReadonlySet<string> | 'any'
}

export type ParsedPlan =
  | { ok: true; plan: Plan }
  | {
      ok: false
      /** All mistakes, in the order of the file. Each cycle is one of them. */
      problems: readonly PlanProblem[]
      /**
       * The cycles. They are present only if cycles are the only mistakes. Each is a list of task keys: each task waits for the next, and the
       * last task waits for the first.
       */
      cycles?: readonly (readonly string[])[]
    }

/** Parses a plan file, which is YAML or JSON of at most 2 MiB. It never throws: all mistakes are returned at once as problems (P1). */
export function parsePlan(source: string, { knownTaskKeys = new Set() }: ParsePlanOptions = {}): ParsedPlan {
  if (Buffer.byteLength(source) > LARGEST_PLAN_BYTES)
    return refused('the plan is larger than 2 MiB. Divide it into several plans')
  const lines = new LineCounter()
  const problems = new Problems(lines)
  // The option `uniqueKeys` would compare each key with every other, which takes 2 minutes for 100,000 keys. `object` finds repeated keys.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: false })
  for (const error of document.errors) problems.add(error.pos[0], '', syntaxMessage(error))
  if (problems.any) return { ok: false, problems: problems.list() }
  return read({ document, problems, anchors: new Map(), values: 0, aliases: 0 }, knownTaskKeys)
}

function read(source: Source, knownTaskKeys: ReadonlySet<string> | 'any'): ParsedPlan {
  try {
    const file = planFile.read(rootOf(source))
    checkReferences(file, knownTaskKeys)
    checkAgents(file)
    checkEnvironment(file)
    checkResources(file)
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

/** Reports a plan without tasks. Its import would archive every task of the project, which is more likely a mistake than intended. */
function checkNotEmpty(file: PlanFile, source: Source): void {
  const empty = file.epics.every((epic) => epic.tasks.length === 0)
  if (empty && !source.problems.any) report(rootOf(source), 'the plan has no task. Write at least one')
}

function syntaxMessage({ code, message }: YAMLParseError): string {
  if (code === 'RESOURCE_EXHAUSTION') return 'values are nested too deeply'
  if (code === 'MULTIPLE_DOCS')
    return 'a second YAML document begins here, but a plan is one document. Remove the second one'
  return `neither YAML nor JSON: ${message}`
}

const refused = (message: string): ParsedPlan => ({
  ok: false,
  problems: [{ message, path: '', line: null, column: null }],
})
