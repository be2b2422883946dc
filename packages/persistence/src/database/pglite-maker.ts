import { PGlite } from '@electric-sql/pglite'
import { useFastCompiler } from './baseline-compiler.ts'
import type { MakerReport } from './make-pglite.ts'
import { START_PARAMETERS } from './start-parameters.ts'

/** The main file of the process that `makePglite` starts. It creates a database and closes it. */
const [path] = process.argv.slice(2)
process.on('disconnect', () => process.exit())
process.send?.(await report(), undefined, undefined, () => process.exit())

async function report(): Promise<MakerReport> {
  try {
    useFastCompiler()
    const pglite = await PGlite.create(path as string, { startParams: START_PARAMETERS })
    await pglite.close()
    return { is: 'made' }
  } catch (error) {
    const { name, message, code, errno } = error as NodeJS.ErrnoException
    return { is: 'failed', error: { name, message, ...(code && { code }), ...(errno && { errno }) } }
  }
}
