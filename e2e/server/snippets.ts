import type { FencedBlock } from '@coppice/testkit'

/** An entry of the list of code blocks that no test runs. */
export interface NotRun {
  file: string
  /** The first line of the block. */
  begins: string
  reason: string
}

/** A plan of the documentation. If the plan has mistakes, `refusal` is the output of `coppice plan check`. It is null otherwise. */
export interface DocumentedPlan {
  plan: FencedBlock
  refusal: FencedBlock | null
}

export interface Snippets {
  /** The shell blocks by file, in order. The blocks of a file are run in one shell. */
  sessions: ReadonlyMap<string, readonly FencedBlock[]>
  plans: readonly DocumentedPlan[]
  /** A message for each block that is neither run nor listed, and for each list entry without a block. */
  unaccounted: readonly string[]
}

/** Sorts code blocks by how they are tested: `sh` is run, `yaml` is a whole plan, `text` after a plan is the output of `plan check`. */
export function sortSnippets(blocks: readonly FencedBlock[], notRun: readonly NotRun[]): Snippets {
  const sessions = new Map<string, FencedBlock[]>()
  const plans: DocumentedPlan[] = []
  const unaccounted: string[] = []
  const listed = new Set<NotRun>()
  let before: FencedBlock | null = null
  for (const block of blocks) {
    const { file, language, text } = block
    const entry = notRun.find((one) => one.file === file && text.startsWith(`${one.begins}\n`))
    const plan = plans.at(-1)
    if (entry) listed.add(entry)
    else if (language === 'sh') sessions.set(file, [...(sessions.get(file) ?? []), block])
    else if (language === 'yaml') plans.push({ plan: block, refusal: null })
    else if (language === 'text' && plan && plan.plan === before && file === before.file) plan.refusal = block
    else unaccounted.push(`${file}:${block.line}: no test runs this block (${language || 'no language'})`)
    before = block
  }
  for (const entry of notRun) {
    if (!listed.has(entry)) unaccounted.push(`${entry.file}: no block begins with ${entry.begins}`)
  }
  return { sessions, plans, unaccounted }
}
