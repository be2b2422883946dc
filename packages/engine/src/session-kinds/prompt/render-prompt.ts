import { fillTemplate } from '../../domain/prompt-template.ts'
import { BUDGETS } from './budget/budgets.ts'
import { fitText } from './budget/fit-text.ts'
import type { PromptFacts } from './prompt-facts.ts'
import { oneLine, type Section } from './sections/section.ts'

export type SectionOf<Facts> = (facts: Facts) => Section | null

/**
 * Returns the text of a prompt. A section is left out when its function returns null.
 *
 * @param sections the sections by name, in the order of a prompt without a template (Q1)
 * @param template the template of the project, or undefined when the project has none
 */
export function renderPrompt<Facts extends PromptFacts>(
  facts: Facts,
  titled: string,
  sections: Readonly<Record<string, SectionOf<Facts>>>,
  template: string | undefined,
): string {
  const title = `${titled}: ${fitText(oneLine(facts.task.description), BUDGETS.title, 'start') || facts.task.key}`
  const text = template === undefined ? standard(facts, title, sections) : filled(facts, title, sections, template)
  return hide(`${text}\n`, facts.hiddenPaths)
}

function standard<Facts>(facts: Facts, title: string, sections: Readonly<Record<string, SectionOf<Facts>>>): string {
  const parts = Object.values(sections).flatMap((section) => section(facts) ?? [])
  return [`# ${title}`, ...parts.map(textOf)].join('\n\n')
}

function filled<Facts>(
  facts: Facts,
  title: string,
  sections: Readonly<Record<string, SectionOf<Facts>>>,
  template: string,
): string {
  const text = fillTemplate(template, (name) => {
    if (name === 'title') return title
    const section = sections[name]?.(facts)
    return section ? textOf(section) : null
  })
  return text.trimEnd()
}

const textOf = ({ heading, body }: Section): string => `## ${heading}\n${body}`

/**
 * Removes the paths of the checkout (Q1), because the output of an earlier attempt may contain them. The longest path is removed first,
 * because one path may be inside another.
 */
const hide = (text: string, paths: readonly string[]): string =>
  [...paths]
    .filter((path) => path.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, path) => rest.replaceAll(path, '<repository>'), text)
