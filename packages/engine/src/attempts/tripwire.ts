import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UntrustedProgram } from '../domain/trusted-programs.ts'
import type { CheckoutState, ConfigSetting, Repository } from '../ports/git.ts'

/**
 * Detects changes in the user's checkout while agents are active (I2). A change is copied to a patch and reported. It is never moved or reset,
 * because it may be the user's own work.
 */
export class Tripwire {
  readonly #repository: Repository
  readonly #folder: string
  #before: CheckoutState | null = null
  /** The state in which the checkout was found first, and when. */
  #first: { state: CheckoutState; atMs: number } | null = null

  constructor(repository: Repository, folder: string) {
    this.#repository = repository
    this.#folder = folder
  }

  /** Remembers the state of the checkout, if no state is remembered yet. Call it before an agent starts. */
  async arm(): Promise<void> {
    if (this.#before !== null) return
    // The times of files come from the clock of the system, which may be a bit behind for files.
    const atMs = Date.now() - 1_000
    this.#before = await this.#repository.checkoutState()
    this.#first ??= { state: this.#before, atMs }
  }

  /** Call this after Coppice itself has moved the checkout, so that the move is not reported. */
  async rearm(): Promise<void> {
    if (this.#before !== null) this.#before = await this.#repository.checkoutState()
  }

  /**
   * Returns one line that says what changed and where its copy is, or null when nothing changed.
   * @param name the name of the patch file, unique within the run
   */
  async check(name: string, programs: readonly UntrustedProgram[]): Promise<string | null> {
    const before = this.#before
    const now = await this.#repository.checkoutState()
    this.#before = now
    const what = before === null ? [] : differences(before, now)
    if (before === null || what.length === 0) return null
    try {
      return await this.#report(name, what, heading(what, changedSettings(before, now), programs), now.hidden)
    } catch (error) {
      // So the caller's next try finds the change again. A newer state stays: it is from a later check or from `rearm`.
      if (this.#before === now) this.#before = before
      throw error
    }
  }

  async #report(name: string, what: readonly string[], head: string, hidden: string | null): Promise<string> {
    const patch = join(this.#folder, `${name}.patch`)
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const { bytes, omitted } = await this.#repository.checkoutPatch(this.#first ?? undefined)
    const left = omitted.map((path) => `# not copied: ${JSON.stringify(path)}\n`).join('')
    await writeFile(patch, Buffer.concat([Buffer.from(head + left), bytes]), { mode: 0o600 })
    const hides = hidden === null ? '' : ` Now ${hidden}.`
    return `The checkout at ${this.#repository.path} changed meanwhile: ${what.join(', ')}. Nothing was moved or reset. A copy of the differences from HEAD is in ${patch}.${lackText(omitted)}${hides}`
  }
}

const lackText = ({ length }: readonly string[]): string =>
  length === 0 ? '' : ` The copy has at most 50 MiB of files. It lacks ${length} of them, which its first lines name.`

/**
 * Returns the first lines of the patch file. They name every change, also changes of git config, which a patch does not contain. So the
 * rest of the file may be empty. `git apply` skips these lines.
 */
function heading(
  what: readonly string[],
  changes: readonly SettingChange[],
  untrusted: readonly UntrustedProgram[],
): string {
  const settings = changes.map(({ change, key, value }) => `# ${change}: ${key} = ${JSON.stringify(value)}`)
  const programs = untrusted.map(
    ({ key, value, place }) => `# ${place ?? 'removed'}: ${key} = ${JSON.stringify(value)}`,
  )
  return [`# Changed: ${what.join(', ')}`, ...settings, ...programs, ''].join('\n')
}

function differences(before: CheckoutState, now: CheckoutState): string[] {
  const what: string[] = []
  if (before.head !== now.head || before.headCommit !== now.headCommit) what.push('HEAD')
  if (before.status !== now.status) what.push('files')
  const settings = [...new Set(changedSettings(before, now).map(({ key }) => key))]
  const named = settings.length === 0 ? '' : ` (${settings.join(', ')})`
  if (before.meta !== now.meta || named !== '') what.push(`index, config or hooks${named}`)
  return what
}

interface SettingChange extends ConfigSetting {
  change: 'added' | 'removed'
}

/** A setting whose value has changed is in the list twice: it is removed with the old value, and added with the new one. */
function changedSettings(before: CheckoutState, now: CheckoutState): SettingChange[] {
  const lacking = (some: readonly ConfigSetting[], change: SettingChange['change'], others: readonly ConfigSetting[]) =>
    some
      .filter(({ key, value }) => !others.some((one) => one.key === key && one.value === value))
      .map(({ key, value }) => ({ change, key, value }))
  return [...lacking(before.settings, 'removed', now.settings), ...lacking(now.settings, 'added', before.settings)]
}
