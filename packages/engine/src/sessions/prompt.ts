import type { ConflictPromptFacts, PromptFacts } from './prompt-facts.ts'
import { actionRequired } from './sections/action-required.ts'
import { bothIntents, conflictAction, conflictGuidelines, conflictingFiles } from './sections/conflict.ts'
import { domainExpertise } from './sections/domain-expertise.ts'
import { guidelines } from './sections/guidelines.ts'
import { oneLine, type Section } from './sections/section.ts'
import { epic, taskId } from './sections/task-identity.ts'
import { verification } from './sections/verification.ts'
import { whatWentWrong } from './sections/what-went-wrong.ts'
import { whenComplete, whenResolved } from './sections/when-complete.ts'

type SectionOf<Facts> = (facts: Facts) => Section | null

/** Q1: the sections in their order. */
const WORK_SECTIONS: readonly SectionOf<PromptFacts>[] = [
  taskId,
  epic,
  actionRequired,
  domainExpertise,
  whatWentWrong,
  guidelines,
  verification,
  whenComplete,
]

const CONFLICT_SECTIONS: readonly SectionOf<ConflictPromptFacts>[] = [
  taskId,
  epic,
  conflictAction,
  bothIntents,
  conflictingFiles,
  domainExpertise,
  whatWentWrong,
  conflictGuidelines,
  verification,
  whenResolved,
]

/** What an agent is asked to do in a work session. */
export const workPrompt = (facts: PromptFacts): string => render(facts, 'Task', WORK_SECTIONS)

/** What an agent is asked to do with a conflict of its task's merge (D4). */
export const conflictPrompt = (facts: ConflictPromptFacts): string =>
  render(facts, 'Resolve the merge conflict of', CONFLICT_SECTIONS)

function render<Facts extends PromptFacts>(facts: Facts, title: string, sections: readonly SectionOf<Facts>[]): string {
  const parts = sections.flatMap((section) => section(facts) ?? []).map(({ heading, body }) => `## ${heading}\n${body}`)
  const text = [`# ${title}: ${oneLine(facts.task.description) || facts.task.key}`, ...parts].join('\n\n')
  return hide(`${text}\n`, facts.hiddenPaths)
}

/** Q1: no path of the main checkout; an earlier attempt's output may name it. The longest first, for one may lie in another. */
const hide = (text: string, paths: readonly string[]): string =>
  [...paths]
    .filter((path) => path.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, path) => rest.replaceAll(path, '<repository>'), text)
