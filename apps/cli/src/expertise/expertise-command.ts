import { TASK_DOMAINS } from '@coppice/engine/domain/task-domains'
import { Command, InvalidArgumentError } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice expertise --domain testing
  coppice expertise show 3f9a
  coppice expertise export EXPERTISE.md`

const example = (text: string) => `
Examples:
  coppice expertise ${text}`

export const expertiseCommand = (io: Io, exit: Exit): Command => {
  const sub = (name: string, description: string, examples: string): Command =>
    withRunFilter(new Command(name).description(description)).addHelpText('after', example(examples))
  const list = withRunFilter(new Command('expertise').description('list or change what a project has learned'))
    .option('--domain <name>', 'only this domain (default: all)', domain)
    .option('--json', 'one JSON document (default: text)')
    .addHelpText('after', EXAMPLES)
    .action(async (options: RunFilter & { domain?: string; json?: boolean }) => {
      const { listExpertise } = await import('./list-expertise.ts')
      exit(await listExpertise(io, options))
    })
  return list
    .addCommand(
      sub('show', 'show an entry, its evidence and its lift', 'show 3f9a')
        .argument('<id>', 'id of the entry, or its beginning')
        .action(async (id: string, filter: RunFilter) => {
          const { showEntry } = await import('./show-entry.ts')
          exit(await showEntry(io, id, filter))
        }),
    )
    .addCommand(
      sub('pin', 'keep an entry, and choose it before others', 'pin 3f9a\n  coppice expertise pin 3f9a --off')
        .argument('<id>', 'id of the entry, or its beginning')
        .option('--off', 'remove the pin (default: pin)')
        .action(async (id: string, { off, ...filter }: RunFilter & { off?: boolean }) => {
          const { editEntry } = await import('./change-entry.ts')
          exit(await editEntry(io, id, filter, { pinned: !off }))
        }),
    )
    .addCommand(
      sub('edit', 'change the text of an entry', 'edit 3f9a "Run npm test alone."')
        .argument('<id>', 'id of the entry, or its beginning')
        .argument('<text>', 'the new text')
        .action(async (id: string, text: string, filter: RunFilter) => {
          const { editEntry } = await import('./change-entry.ts')
          exit(await editEntry(io, id, filter, { text }))
        }),
    )
    .addCommand(
      sub('delete', 'delete an entry; it is not learned again', 'delete 3f9a')
        .argument('<id>', 'id of the entry, or its beginning')
        .action(async (id: string, filter: RunFilter) => {
          const { deleteEntry } = await import('./change-entry.ts')
          exit(await deleteEntry(io, id, filter))
        }),
    )
    .addCommand(
      sub('export', 'write all entries as Markdown', 'export > EXPERTISE.md\n  coppice expertise export EXPERTISE.md')
        .argument('[file]', 'the file to write (default: stdout)')
        .action(async (file: string | undefined, filter: RunFilter) => {
          const { exportExpertise } = await import('./exchange.ts')
          exit(await exportExpertise(io, file, filter))
        }),
    )
    .addCommand(
      sub('import', 'add the entries of a Markdown file', 'import EXPERTISE.md')
        .argument('<file>', 'a file as the export writes it')
        .action(async (file: string, filter: RunFilter) => {
          const { importExpertise } = await import('./exchange.ts')
          exit(await importExpertise(io, file, filter))
        }),
    )
}

function domain(text: string): string {
  if (!TASK_DOMAINS.some((name) => name === text))
    throw new InvalidArgumentError(`Expected ${TASK_DOMAINS.join(', ')}.`)
  return text
}
