import type { Random } from './random.ts'

const FILES = ['a.txt', 'b.txt', 'src/c.txt', 'src/deep/d.txt', 'new.txt', 'with space.txt']
const BRANCHES = ['feature', 'main2', 'fix/one', 'wip']
const TAGS = ['v1', 'v2']
const FOLDERS = ['extra', 'src/nested', '../beside', 'vendor']
const COMMITS = ['HEAD', 'HEAD~1', 'main', 'main~1', 'feature', 'stash@{0}']

/** A shell script of random git commands. */
export interface RandomScript {
  text: string
  /** The commands, for the message of a failed test. */
  commands: readonly string[]
}

/**
 * @param before shell text that runs before each command, such as the edit of a file
 * @param ran a file that planted programs create
 */
export function randomScript(
  random: Random,
  kinds: readonly string[],
  length: number,
  ran: string,
  before: (index: number) => string,
): RandomScript {
  const commands = Array.from({ length }, () => filled(random, random.of(kinds), ran))
  // Each command has a shell of its own, because a command may end its shell. No command waits for input.
  const lines = commands.flatMap((command, index) => [before(index), `timeout 20 sh -c ${quoted(command)}`])
  return { text: `${lines.filter(Boolean).join('\n')}\ntrue\n`, commands }
}

export const randomFile = (random: Random): string => random.of(FILES)

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const filled = (random: Random, template: string, ran: string): string =>
  template.replace(/\b(FILE|BRANCH|TAG|COMMIT|FOLDER|RAN)\b/g, (name) => {
    if (name === 'RAN') return ran
    const names = { FILE: FILES, BRANCH: BRANCHES, TAG: TAGS, COMMIT: COMMITS, FOLDER: FOLDERS }[name] as string[]
    return `"${random.of(names)}"`
  })
