import type { PromptFacts } from './prompt-facts.ts'
import { oneLine, type Section } from './sections/section.ts'

export type SectionOf<Facts> = (facts: Facts) => Section | null

/** The sections in the order given (Q1). A section that has nothing to say is left out. */
export function renderPrompt<Facts extends PromptFacts>(
  facts: Facts,
  title: string,
  sections: readonly SectionOf<Facts>[],
): string {
  const parts = sections.flatMap((section) => section(facts) ?? []).map(({ heading, body }) => `## ${heading}\n${body}`)
  const text = [`# ${title}: ${oneLine(facts.task.description) || facts.task.key}`, ...parts].join('\n\n')
  return hide(`${text}\n`, facts.hiddenPaths)
}

/** Q1: no path of the main checkout, which the output of an earlier attempt may name. The longest first: one may lie in another. */
const hide = (text: string, paths: readonly string[]): string =>
  [...paths]
    .filter((path) => path.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, path) => rest.replaceAll(path, '<repository>'), text)
