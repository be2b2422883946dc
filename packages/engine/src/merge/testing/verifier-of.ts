import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { DEFAULT_PROJECT_SETTINGS } from '../../domain/settings.ts'
import type { StuckFolder } from '../../domain/stuck-folder.ts'
import type { ScratchRepository } from '../../git/fixtures/scratch-repository.ts'
import { systemClock } from '../../ports/clock.ts'
import type { Repository } from '../../ports/git.ts'
import type { Shell } from '../../ports/shell.ts'
import { Verifier, type VerifyEquipment } from '../verifier.ts'

/** A verifier that runs real commands, and the commands that it has run. */
export function verifierOf(
  scratch: ScratchRepository,
  repository: Repository,
  verify: readonly string[],
  settings: Partial<VerifyEquipment['settings']> = {},
) {
  const ran: string[] = []
  const shell: Shell = {
    run: async ({ command, cwd }) => {
      ran.push(command)
      const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], { cwd, encoding: 'utf8' })
      return { how: 'exited', exitCode: status, output: stdout + stderr, durationMs: 0 }
    },
  }
  const equipment: VerifyEquipment = {
    shell,
    settings: { ...DEFAULT_PROJECT_SETTINGS, ...settings, verify },
    checkout: scratch.path,
    env: {},
  }
  const patience = { clock: systemClock, backoff: { baseMs: 1, capMs: 1 } }
  const stuck: StuckFolder[] = []
  const onStuck = (one: StuckFolder) => void stuck.push(one)
  const verifier = new Verifier(repository, equipment, join(scratch.folder, 'worktrees'), patience, onStuck)
  onTestFinished(() => verifier.close())
  return { verifier, ran, stuck }
}
