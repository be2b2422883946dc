/**
 * Generates the Prisma client and the Pothos types from schema.prisma. It does nothing when they are up to date for this schema and these
 * versions.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

const inPrisma = (path: string): string => fileURLToPath(new URL(path, new URL('../prisma/', import.meta.url)))

const STAMP = inPrisma('generated/stamp')
const INPUTS = [
  'schema.prisma',
  'prisma.config.ts',
  'node_modules/prisma/package.json',
  'node_modules/@prisma/client/package.json',
  'node_modules/@pothos/plugin-prisma/package.json',
]

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const input of INPUTS) hash.update(readFileSync(inPrisma(input)))
  return hash.digest('hex')
}

const isFresh = (stamp: string): boolean => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp

function generate(): void {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [inPrisma('node_modules/prisma/build/index.js'), 'generate'],
    {
      cwd: inPrisma('.'),
      encoding: 'utf8',
      env: {
        ...process.env,
        // Prisma starts the generators by their names, so their folder must be on the PATH.
        PATH: inPrisma('node_modules/.bin') + delimiter + (process.env.PATH ?? ''),
        // Prisma downloads a schema engine if none is set, but never runs it here. So any executable file suffices.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    },
  )
  if (status !== 0) throw new Error(`prisma generate failed:\n${error ?? stdout + stderr}`)
}

const stamp = fingerprint()
if (!isFresh(stamp)) {
  rmSync(STAMP, { force: true })
  generate()
  writeFileSync(STAMP, stamp)
}
