import type { Drafts } from '../drafts/drafts.ts'
import type { Environment } from './git-environment.ts'

/**
 * The directories with which a git command runs. Coppice passes them to git, because an agent may have replaced the `.git` file or
 * rewritten `commondir`, by which git would find them. Only the command that opens a repository lets git find them.
 */
export interface GitPlace {
  cwd: string
  gitDir: string
  commonDir: string
  workTree: string
  /** Whether the git directory exists for more than one command, so that it is worth remembering its config. */
  isKept?: boolean
  /** More settings, each as `name=value`, which git gets with `-c`. */
  config?: readonly string[]
  /** More environment variables. */
  env?: Environment
  /** Where git writes objects. When absent, it writes them to the objects of the git directory. */
  drafts?: Drafts
  /** Prevents git from running programs that an agent configured (see ProgramGuard). It is absent only while a repository is being opened. */
  guard?: GitGuard
}

interface GitGuard {
  environment(place: GitPlace): Promise<Environment>
  /** Returns a hash of all settings that the config contains now. */
  configHash(place: GitPlace): Promise<string>
}

/** Returns the directories for commands on objects and refs. Their work tree is the git directory, so they change no checkout. */
export const plumbingIn = (commonDir: string): GitPlace => ({
  cwd: commonDir,
  gitDir: commonDir,
  commonDir,
  workTree: commonDir,
})
